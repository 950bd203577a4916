/** What it takes to draw a picture anew, before it is begun: the library cannot stop in the middle of it. rules.md §1.document.turns */

/** Of all pictures at once: what a service with 384 MB has left, and a picture that needs more by itself is not taken. */
export const MOST_WEIGHT = 128_000_000;
/** The threads that draw are four, and others wait for them too: three pictures at once. */
const LEAST_WEIGHT = 42_000_000;
const BYTES_OF_DEPTH: Partial<Record<string, number>> = { uchar: 1, ushort: 2 };
const BYTES_OF_COEFFICIENT = 2;
/** Colours at a quarter of the points. */
const SAMPLES_OF_420 = 1.5;
const UPRIGHT = 1;

/** What the head of a picture says of it. */
export interface PictureHead {
  format: string;
  width: number;
  height: number;
  channels: number;
  /** Of a sample: `uchar`, `ushort`. */
  depth: string;
  /** It comes in several passes over the whole of it. */
  isProgressive?: boolean;
  /** As EXIF counts: 1 is upright. */
  orientation?: number;
  /** Of a JPEG: `4:2:0`, `4:4:4`, … */
  chromaSubsampling?: string;
}

/**
 * About the bytes that are there at once. A picture that is drawn as it comes is no more than its share of the processor, one a pixel; one that is
 * turned, or comes in passes, is there whole, and a JPEG in passes with its coefficients.
 */
export function weightOf(head: PictureHead): number {
  const { format, width, height, channels, depth } = head;
  const whole = channels * (BYTES_OF_DEPTH[depth] ?? 4);
  const isTurned = (head.orientation ?? UPRIGHT) !== UPRIGHT;
  const inPasses = head.isProgressive ?? false;
  const coefficients =
    BYTES_OF_COEFFICIENT * (head.chromaSubsampling === '4:2:0' ? SAMPLES_OF_420 : channels);
  const ofPasses = format === 'jpeg' ? coefficients : whole;
  const perPixel = 1 + (inPasses ? ofPasses : 0) + (isTurned ? whole : 0);
  return Math.max(width * height * perPixel, LEAST_WEIGHT);
}

export function isTooHeavy(weight: number): boolean {
  return weight > MOST_WEIGHT;
}

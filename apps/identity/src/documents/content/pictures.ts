import { Injectable } from '@nestjs/common';
import sharp from 'sharp';
import { comesInScans } from './jpeg';
import { isTooHeavy, weightOf } from './pictures.rules';
import { drawnPart } from './png';
import { Room } from './room';
import type { Asker } from './turns';

export type PictureType = 'image/jpeg' | 'image/png';

/** 32 megapixels: more than a camera needs, less than what a small file can blow up to. */
const MOST_PIXELS = 32_000_000;
const JPEG_QUALITY = 90;
/** No picture that is taken needs as long; the library looks at the clock between its steps. */
const DRAW_SECONDS = 5;
const READING = { failOn: 'error', limitInputPixels: MOST_PIXELS } as const;

// One thread for a picture: many people upload at once, and nobody waits for a picture to be ready a little sooner.
sharp.concurrency(1);
sharp.cache(false);

/** Draws pictures anew, only so much at once. */
@Injectable()
export class Pictures {
  constructor(private readonly room: Room) {}

  /** As `redrawn`. Refuses while too many others wait. */
  async redrawn(bytes: Buffer, type: PictureType, asker: Asker): Promise<Buffer | undefined> {
    const picture = type === 'image/png' ? drawnPart(bytes) : bytes;
    if (!picture) return undefined;
    const weight = await weightIn(picture);
    if (weight === undefined || isTooHeavy(weight)) return undefined;
    return this.room.take(weight, asker, () => redrawn(picture, type));
  }
}

/** By the head of the picture; `undefined` where there is none that can be read, or it says too many pixels. */
async function weightIn(bytes: Buffer): Promise<number | undefined> {
  try {
    const head = await sharp(bytes, READING).metadata();
    const isProgressive = head.isProgressive || (head.format === 'jpeg' && comesInScans(bytes));
    return weightOf({ ...head, isProgressive });
  } catch {
    return undefined;
  }
}

/**
 * The picture drawn anew: upright, without metadata, and without whatever else the file held beside it. `undefined` for one that cannot be
 * read to its end or has too many pixels.
 */
export async function redrawn(bytes: Buffer, type: PictureType): Promise<Buffer | undefined> {
  try {
    const picture = sharp(bytes, READING).timeout({ seconds: DRAW_SECONDS }).autoOrient();
    // Choosing the best codes would keep all coefficients of the new picture too.
    const jpeg = { quality: JPEG_QUALITY, optimizeCoding: false };
    const drawn = type === 'image/png' ? picture.png() : picture.jpeg(jpeg);
    return await drawn.toBuffer();
  } catch {
    return undefined;
  }
}

const MARK = 0xff;
const START_OF_SCAN = 0xda;
/** SOF0–SOF15, but DHT, JPG and DAC among them. */
const FRAMES: ReadonlySet<number> = new Set([
  ...[0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf],
]);
/** After the mark and the length: precision, height, width. */
const COMPONENTS_OF_FRAME = 9;
const COMPONENTS_OF_SCAN = 4;

/**
 * Whether the first scan of a JPEG lacks one of its colours. A library then keeps the coefficients of the whole, as of a progressive one, though the
 * head calls it sequential. By the segments before the first scan (ITU-T T.81, B.1.1); false where they cannot be read.
 */
export function comesInScans(bytes: Buffer): boolean {
  let components = 0;
  for (let at = 2; at + COMPONENTS_OF_FRAME < bytes.length && bytes[at] === MARK;) {
    const mark = bytes[at + 1] ?? 0;
    // Marks may be padded.
    if (mark === MARK) {
      at += 1;
      continue;
    }
    if (mark === START_OF_SCAN) return (bytes[at + COMPONENTS_OF_SCAN] ?? 0) < components;
    if (FRAMES.has(mark)) components = bytes[at + COMPONENTS_OF_FRAME] ?? 0;
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return false;
}

/** The parts of a PNG that are the picture, and how it was held. All others are texts, profiles and times, some of them packed. */
const DRAWN: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'eXIf', 'IDAT', 'IEND']);
const SIGNATURE_BYTES = 8;
const LENGTH_BYTES = 4;
const TYPE_BYTES = 4;
const CHECKSUM_BYTES = 4;

/**
 * A PNG with nothing but what is drawn, its chunks as they were: a library that reads its head unpacks its texts and profiles too, and 48 kB of
 * them were 50 MB. `undefined`: it ends within a chunk.
 */
export function drawnPart(png: Buffer): Buffer | undefined {
  const part = Buffer.allocUnsafe(png.length);
  let size = png.copy(part, 0, 0, SIGNATURE_BYTES);
  for (let at = SIGNATURE_BYTES, type = ''; type !== 'IEND';) {
    const body = at + LENGTH_BYTES + TYPE_BYTES;
    if (body > png.length) return undefined;
    type = png.toString('latin1', at + LENGTH_BYTES, body);
    const end = body + png.readUInt32BE(at) + CHECKSUM_BYTES;
    if (end > png.length) return undefined;
    if (DRAWN.has(type)) size += png.copy(part, size, at, end);
    at = end;
  }
  return part.subarray(0, size);
}

import sharp from 'sharp';
import type { PictureType } from './documents.rules';

/** 32 megapixels: more than a camera needs, less than what a small file can blow up to. */
const MOST_PIXELS = 32_000_000;
const JPEG_QUALITY = 90;

// One thread for a picture: many people upload at once, and nobody waits for a picture to be ready a little sooner.
sharp.concurrency(1);
sharp.cache(false);

/**
 * The picture drawn anew: upright, without metadata, and without whatever else the file held beside it. `undefined` for one that cannot be
 * read to its end or has too many pixels.
 */
export async function redrawn(bytes: Buffer, type: PictureType): Promise<Buffer | undefined> {
  try {
    const picture = sharp(bytes, { failOn: 'error', limitInputPixels: MOST_PIXELS }).autoOrient();
    const drawn = type === 'image/png' ? picture.png() : picture.jpeg({ quality: JPEG_QUALITY });
    return await drawn.toBuffer();
  } catch {
    return undefined;
  }
}

import sharp from 'sharp';
import { redrawn } from './pictures';

const red = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'red' }, limitInputPixels: false });

async function photo(): Promise<Buffer> {
  return red(40, 20)
    .jpeg()
    .withExif({ IFD0: { Copyright: 'Zhang San' } })
    .withMetadata({ orientation: 6 })
    .toBuffer();
}

describe('a picture is drawn anew', () => {
  it('given metadata, then upright and without them', async () => {
    const sent = await photo();
    expect(sent.includes('Zhang San')).toBe(true);
    const kept = (await redrawn(sent, 'image/jpeg'))!;
    expect(kept.includes('Zhang San')).toBe(false);
    expect(await sharp(kept).metadata()).toMatchObject({ format: 'jpeg', width: 20, height: 40 });
    expect((await sharp(kept).metadata()).exif).toBeUndefined();
  });

  it('given a page or an archive behind its end, then without that', async () => {
    const tail = Buffer.from('<html><script>alert(1)</script></html>PK\u0003\u0004');
    const sent = Buffer.concat([await red(8, 8).png().toBuffer(), tail]);
    const kept = (await redrawn(sent, 'image/png'))!;
    expect(kept.includes('script')).toBe(false);
    expect((await sharp(kept).metadata()).format).toBe('png');
  });

  it('given one cut short, then not', async () => {
    const jpeg = await photo();
    const png = await red(300, 300).png().toBuffer();
    expect(await redrawn(jpeg.subarray(0, -200), 'image/jpeg')).toBeUndefined();
    expect(await redrawn(png.subarray(0, -40), 'image/png')).toBeUndefined();
    expect(await redrawn(png.subarray(0, 8), 'image/png')).toBeUndefined();
  });

  it('given few bytes that are many pixels, then not', async () => {
    const bomb = await red(6_000, 6_000).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(await redrawn(bomb, 'image/png')).toBeUndefined();
  });
});

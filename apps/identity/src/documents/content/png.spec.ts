import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { Pictures } from './pictures';
import { Room } from './room';
import { drawnPart } from './png';

const BEFORE_CHUNKS = 33;

/** A picture of two colours, with another chunk behind its head. */
async function pngWith(type: string, content: Buffer): Promise<Buffer> {
  const create = { width: 8, height: 4, channels: 4 as const, background: '#ff000080' };
  const png = await sharp({ create }).png().toBuffer();
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const named = Buffer.concat([Buffer.from(type), content]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([
    ...[png.subarray(0, BEFORE_CHUNKS), length, named, sum, png.subarray(BEFORE_CHUNKS)],
  ]);
}

const PACKED = Buffer.concat([Buffer.from('a\0\0'), deflateSync(Buffer.alloc(50_000))]);

describe('what is drawn of a PNG', () => {
  it.each(['zTXt', 'iTXt', 'iCCP', 'tEXt', 'tIME', 'fdAT', 'noNE'])(
    '§1.document.turns: is none of %s, and the picture is the same',
    async (type) => {
      const png = await pngWith(type, PACKED);
      const part = drawnPart(png)!;
      expect(part.includes(type)).toBe(false);
      expect(part).toEqual(drawnPart(await pngWith('none', Buffer.alloc(0))));
      expect(await sharp(part).metadata()).toMatchObject({ width: 8, height: 4, channels: 4 });
    },
  );

  it('are its pixels, its colours and how it was turned', async () => {
    const create = { width: 40, height: 20, channels: 3 as const, background: 'red' };
    const turned = await sharp({ create })
      .png({ palette: true })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const drawn = await new Pictures(new Room()).redrawn(turned, 'image/png', {
      accountId: 'acc_1',
    });
    expect(await sharp(drawn).metadata()).toMatchObject({ width: 20, height: 40 });
  });

  it('is nothing of one that ends within a chunk, or says that it is longer than it is', async () => {
    const png = await pngWith('tEXt', Buffer.from('a\0b'));
    expect(drawnPart(png)).toBeDefined();
    for (const end of [8, 10, 15, 40, png.length - 1])
      expect(drawnPart(png.subarray(0, end))).toBeUndefined();
    png.writeUInt32BE(0xffffffff, BEFORE_CHUNKS);
    expect(drawnPart(png)).toBeUndefined();
  });

  it('§1.document.turns: given a text that unpacks to much, then nobody unpacks it', async () => {
    const bomb = await pngWith(
      'zTXt',
      Buffer.concat([Buffer.from('a\0\0'), deflateSync(Buffer.alloc(50_000_000))]),
    );
    const before = process.resourceUsage().maxRSS;
    expect(
      await new Pictures(new Room()).redrawn(bomb, 'image/png', { accountId: 'acc_1' }),
    ).toBeDefined();
    expect((process.resourceUsage().maxRSS - before) / 1024).toBeLessThan(40);
  });
});

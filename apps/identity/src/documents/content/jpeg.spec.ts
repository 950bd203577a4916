import sharp from 'sharp';
import { comesInScans } from './jpeg';

const create = { width: 16, height: 16, channels: 3 as const, background: 'red' };

/** The beginning of a JPEG of three colours, whose first scan has so many. */
function startingWith(colours: number, frame = 0xc0): Buffer {
  const head = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff];
  const size = [0xff, frame, 0, 17, 8, 0, 16, 0, 16, 3, ...Array<number>(9).fill(1)];
  const scan = [0xff, 0xda, 0, 6 + 2 * colours, colours, ...Array<number>(12).fill(0)];
  return Buffer.from([...head, ...size, ...scan]);
}

describe('a JPEG', () => {
  it('§1.document.turns: whose first scan lacks a colour comes in scans', () => {
    expect([1, 2, 3].map((colours) => comesInScans(startingWith(colours)))).toEqual([
      ...[true, true, false],
    ]);
    expect(comesInScans(startingWith(1, 0xc1))).toBe(true);
  });

  it('of one scan does not, whatever stands before it', async () => {
    const plain = sharp({ create }).jpeg({ progressive: false });
    expect(comesInScans(await plain.toBuffer())).toBe(false);
    expect(comesInScans(await plain.withMetadata({ orientation: 6 }).toBuffer())).toBe(false);
  });

  it('that cannot be read comes in none', () => {
    expect(comesInScans(Buffer.from('no picture'))).toBe(false);
    expect(comesInScans(startingWith(1).subarray(0, 20))).toBe(false);
    expect(comesInScans(Buffer.alloc(0))).toBe(false);
  });
});

import { receive, release } from './received';

const MOST = 5_242_880;

async function* pieces(count: number, piece: Buffer) {
  for (let sent = 0; sent < count; sent += 1) yield await Promise.resolve(piece);
}

describe('what is received of a file', () => {
  const piece = Buffer.from('papers');

  it.each([18, undefined, 100, 12])(
    'is all of it where %s bytes were announced, and no more than these',
    async (length) => {
      const { bytes, size } = await receive(pieces(3, piece), length);
      expect(size).toBe(18);
      expect(bytes.toString()).toBe('paperspaperspapers'.slice(0, length));
    },
  );

  it.each([undefined, MOST + 100])(
    'is at most what a document may have; what else came is counted',
    async (length) => {
      const { bytes, size } = await receive(pieces(6, Buffer.alloc(1_000_000, 'a')), length);
      expect(size).toBe(6_000_000);
      expect(bytes).toHaveLength(MOST);
      expect(bytes.every((byte) => byte === 97)).toBe(true);
    },
  );

  it('is given back when it is done with, and nothing that others have a part of', async () => {
    const { bytes } = await receive(pieces(3, piece), 18);
    release(bytes);
    expect(bytes).toHaveLength(0);
    release(bytes);
    const [part, other] = [Buffer.from('a part'), Buffer.from('other')];
    release(part);
    expect([part, other].map(String)).toEqual(['a part', 'other']);
  });
});

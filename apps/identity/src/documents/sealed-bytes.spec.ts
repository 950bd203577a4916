import { openBytes, sealBytes } from './sealed-bytes';

const BYTES = Buffer.from('a picture of papers');

function seal(bytes: Buffer) {
  const { sealed, key } = sealBytes(bytes);
  return { sealed: Buffer.concat([...sealed]), key };
}

describe('sealed bytes', () => {
  it('are none of what they hold, and are opened by their key alone', () => {
    const { sealed, key } = seal(BYTES);
    expect(sealed.includes('papers')).toBe(false);
    expect(openBytes(sealed, key)).toEqual(BYTES);
    const other = seal(BYTES);
    expect(other.sealed).not.toEqual(sealed);
    expect(() => openBytes(sealed, other.key)).toThrow();
  });

  it.each([0, 12, 20, -1])('are not opened where byte %p was changed', (at) => {
    const { sealed, key } = seal(BYTES);
    const index = at < 0 ? sealed.length + at : at;
    sealed[index] = (sealed[index] ?? 0) ^ 1;
    expect(() => openBytes(sealed, key)).toThrow();
  });

  it('are sealed piece by piece, and opened as one', () => {
    const large = Buffer.alloc(600_000, 'papers');
    expect([...sealBytes(large).sealed].map(({ length }) => length)).toEqual([
      12, 262_144, 262_144, 75_712, 0, 16,
    ]);
    const { sealed, key } = seal(large);
    expect(openBytes(sealed, key).equals(large)).toBe(true);
  });

  it('are not opened where they are cut', () => {
    const { sealed, key } = seal(BYTES);
    for (const length of [0, 5, 27, sealed.length - 1])
      expect(() => openBytes(sealed.subarray(0, length), key)).toThrow();
  });
});

import { openBytes, sealBytes } from './sealed-bytes';

const BYTES = Buffer.from('a picture of papers');

describe('sealed bytes', () => {
  it('are none of what they hold, and are opened by their key alone', () => {
    const { sealed, key } = sealBytes(BYTES);
    expect(sealed.includes('papers')).toBe(false);
    expect(openBytes(sealed, key)).toEqual(BYTES);
    const other = sealBytes(BYTES);
    expect(other.sealed).not.toEqual(sealed);
    expect(() => openBytes(sealed, other.key)).toThrow();
  });

  it.each([0, 12, 20, -1])('are not opened where byte %p was changed', (at) => {
    const { sealed, key } = sealBytes(BYTES);
    const index = at < 0 ? sealed.length + at : at;
    sealed[index] = (sealed[index] ?? 0) ^ 1;
    expect(() => openBytes(sealed, key)).toThrow();
  });

  it('are not opened where they are cut', () => {
    const { sealed, key } = sealBytes(BYTES);
    for (const length of [0, 5, 27, sealed.length - 1])
      expect(() => openBytes(sealed.subarray(0, length), key)).toThrow();
  });
});

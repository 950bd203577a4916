import { isTooHeavy, weightOf, type PictureHead } from './pictures.rules';

const photo: PictureHead = {
  format: 'jpeg',
  width: 10_000,
  height: 10_000,
  channels: 3,
  depth: 'uchar',
  isProgressive: false,
  chromaSubsampling: '4:2:0',
};
const png: PictureHead = { ...photo, format: 'png', chromaSubsampling: '' };
/** Of each of its hundred million points. */
const perPixel = (head: PictureHead): number => weightOf(head) / 100_000_000;

describe('what a picture takes', () => {
  it.each<[string, PictureHead, number]>([
    ['is drawn as it comes', photo, 1],
    ['says that it is upright', { ...photo, orientation: 1 }, 1],
    ['says nothing of passes', { ...photo, isProgressive: undefined }, 1],
    ['is turned', { ...photo, orientation: 6 }, 1 + 3],
    ['comes in passes', { ...photo, isProgressive: true }, 1 + 2 * 1.5],
    ['has all colours', { ...photo, isProgressive: true, chromaSubsampling: '4:4:4' }, 1 + 2 * 3],
    ['is both', { ...photo, isProgressive: true, orientation: 8 }, 1 + 3 + 3],
    ['comes in passes and is no JPEG', { ...png, channels: 4, isProgressive: true }, 1 + 4],
    ['is finer', { ...png, channels: 4, depth: 'ushort', isProgressive: true }, 1 + 8],
    ['is of another depth', { ...png, depth: 'float', isProgressive: true }, 1 + 12],
  ])('§1.document.turns: given one that %s, then so many bytes a pixel', (_what, head, bytes) => {
    expect(perPixel(head)).toBe(bytes);
  });

  it('given a small one, then a third of all, so that one thread of four is left to others', () => {
    expect(weightOf({ ...photo, width: 20, height: 30 })).toBe(42_000_000);
    const head = { ...photo, width: 6_000, height: 7_000 };
    expect(weightOf(head)).toBe(42_000_000);
    expect(weightOf({ ...head, height: 7_001 })).toBe(42_006_000);
  });

  it('§1.document.turns: given more than there is for all, then it is not taken', () => {
    expect([128_000_000, 128_000_001].map(isTooHeavy)).toEqual([false, true]);
  });
});

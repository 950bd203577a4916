import { LookupKeys } from '@demerit/platform';
import { ShareCodesStore } from './share-codes.store';

describe('a share code', () => {
  const keys = { fieldKeys: [], lookupKey: Buffer.alloc(32, 1) };
  const codes = new ShareCodesStore({} as never, new LookupKeys(keys));

  it('§2.share.code: has 20 signs, the same for the same seed and another for another', () => {
    const seed = codes.newSeed();
    expect(codes.codeOf(seed)).toMatch(/^[0-9A-Z]{20}$/);
    expect(codes.codeOf(seed)).toBe(codes.codeOf(seed));
    expect(codes.codeOf(codes.newSeed())).not.toBe(codes.codeOf(seed));
  });
});

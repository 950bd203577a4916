import fc from 'fast-check';
import { PersonalDataConfig } from '../config/config';
import { FieldCipher } from './field-cipher';
import { base32Of, newId } from '../ids/ids';
import { constantTimeEqual, keyedHash, LookupKeys } from './lookup-keys';
import { mask } from './mask';

function keys(...ids: string[]): PersonalDataConfig {
  const fieldKeys = ids.map((keyId) => ({ keyId, key: Buffer.alloc(32, keyId) }));
  return { fieldKeys, lookupKey: Buffer.alloc(32, 1) };
}

describe('encryption of personal fields', () => {
  const cipher = new FieldCipher(keys('k1'));

  it('is made as AES-256-GCM asks for: 96 bits that are used once, and 128 that prove it', () => {
    const [, iv = '', tag = ''] = cipher.encrypt('张三', 'accounts.name').split('.');
    expect(Buffer.from(iv, 'base64url')).toHaveLength(12);
    expect(Buffer.from(tag, 'base64url')).toHaveLength(16);
  });

  it('§1.privacy.encrypted: gives back any text, and never the same ciphertext twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const [first, second] = [
          cipher.encrypt(text, 'accounts.name'),
          cipher.encrypt(text, 'accounts.name'),
        ];
        expect(cipher.decrypt(first, 'accounts.name')).toBe(text);
        expect(first).not.toBe(second);
      }),
    );
  });

  it('does not open in another field', () => {
    const value = cipher.encrypt('13812341234', 'accounts.phone');
    expect(() => cipher.decrypt(value, 'accounts.name')).toThrow();
  });

  it('§1.privacy.encrypted: does not open when any part was changed or cut', () => {
    const parts = cipher.encrypt('13812341234', 'accounts.phone').split('.');
    for (const index of [1, 2, 3]) {
      const changed = parts.map((part, at) => (at === index ? flip(part) : part)).join('.');
      expect(() => cipher.decrypt(changed, 'accounts.phone')).toThrow();
    }
    const shortTag = parts.map((part, at) => (at === 2 ? part.slice(0, 6) : part)).join('.');
    expect(() => cipher.decrypt(shortTag, 'accounts.phone')).toThrow();
    expect(() => cipher.decrypt(parts.slice(0, 3).join('.'), 'accounts.phone')).toThrow(
      'keyId.iv.tag.data',
    );
  });

  it('§1.privacy.key-rotation: opens old values after a new key came first, and says that they are stale', () => {
    const value = cipher.encrypt('张伟', 'accounts.name');
    const rotated = new FieldCipher(keys('k2', 'k1'));
    expect(rotated.decrypt(value, 'accounts.name')).toBe('张伟');
    expect(rotated.isStale(value)).toBe(true);
    expect(rotated.isStale(rotated.encrypt('张伟', 'accounts.name'))).toBe(false);
    expect(() => new FieldCipher(keys('k2')).decrypt(value, 'accounts.name')).toThrow(
      '"k1" is not in FIELD_KEYS',
    );
  });

  function flip(part: string): string {
    return (part.startsWith('A') ? 'B' : 'A') + part.slice(1);
  }
});

describe('look-up keys', () => {
  const lookup = new LookupKeys(keys());

  it('§1.privacy.person-key: are the same however the value was typed', () => {
    expect(lookup.personKey(' 11010519491231002x ')).toBe(lookup.personKey('11010519491231002X'));
    expect(lookup.vehicleId('small', '浙a8k2m6')).toBe(lookup.vehicleId('small', '浙A8K2M6'));
    expect(lookup.vehicleId('small', '浙Ａ8K2M6')).toBe(lookup.vehicleId('small', '浙A8K2M6'));
  });

  it('differ by what they are of, by every field, and by the key', () => {
    const number = '110105194912310021';
    const all = [
      lookup.personKey(number),
      lookup.phoneKey(number),
      lookup.licenceId(number),
      lookup.vehicleId('small', number),
      lookup.vehicleId('large', number),
      lookup.keyOf('fileNumber', number),
      lookup.keyOf('engineNumber', number),
    ].map((key) => key.split('_').at(-1));
    expect(new Set(all).size).toBe(all.length);
    const elsewhere = new LookupKeys({ fieldKeys: [], lookupKey: Buffer.alloc(32, 2) });
    expect(elsewhere.personKey(number)).not.toBe(lookup.personKey(number));
  });

  it('§2.owner.key: one of a person’s number and one of an organisation’s code are as unlike as those of two persons, and look the same', () => {
    const [person, organisation] = ['11010519491231002X', '91330106673959654P'].map((number) =>
      lookup.personKey(number),
    );
    expect(person).not.toBe(organisation);
    expect(organisation).toMatch(/^person_[0-9a-z]{26}$/);
  });

  it('are ids as the contracts want them', () => {
    expect(lookup.licenceId('330102198001011234')).toMatch(/^lic_[0-9a-z]{26}$/);
    expect(lookup.vehicleId('small', '浙A8K2M6')).toMatch(/^veh_[0-9a-z]{26}$/);
  });
});

describe('keyed hashes', () => {
  it('§1.code.hashed: depend on key and value', () => {
    expect(keyedHash('a', '123456')).toBe(keyedHash('a', '123456'));
    expect(keyedHash('a', '123456')).not.toBe(keyedHash('b', '123456'));
    expect(keyedHash('a', '123456')).not.toBe(keyedHash('a', '123457'));
  });

  it('§1.code.compared: are compared whole', () => {
    expect(constantTimeEqual('token', 'token')).toBe(true);
    for (const other of ['', 'toke', 'token ', 'Token'])
      expect(constantTimeEqual('token', other)).toBe(false);
  });
});

describe('masked values', () => {
  it.each([
    [mask.phone('13812341234'), '138****1234'],
    [mask.name('张伟'), '张*'],
    [mask.name('欧阳娜娜'), '欧***'],
    [mask.name('张'), '*'],
    [mask.name('𠮷田'), '𠮷*'],
    [mask.idNumber('330102198001011234'), '330***********1234'],
    [mask.licenceNumber('3301021980'), '330***1980'],
    [mask.phone('1381234'), '*******'],
  ])('%s', (masked, expected) => {
    expect(masked).toBe(expected);
  });
});

describe('ids', () => {
  it('sort by the time they were made and never repeat', () => {
    const ids = Array.from({ length: 2_000 }, () => newId('bnd'));
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
    expect(ids[0]).toMatch(/^bnd_[0-9a-hjkmnp-tv-z]{26}$/);
  });

  it('sort by the order in which they were made within a millisecond, and while the clock goes back', () => {
    const clock = jest.spyOn(Date, 'now');
    const times = [1e12, 1e12, 1e12 - 5_000, 1e12, 1e12 + 1];
    const ids = times.map((at) => {
      clock.mockReturnValue(at + 2e12);
      return newId('bnd');
    });
    clock.mockRestore();
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
  });

  it('keep the order of the bytes', () => {
    const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const order = Math.sign(Buffer.compare(a, b));
        const [left, right] = [base32Of(a), base32Of(b)];
        expect(left < right ? -1 : left > right ? 1 : 0).toBe(order);
      }),
    );
  });
});

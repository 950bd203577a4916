import { checkOneOf, presentOf } from './look-ups.rules';

const FIELDS: [string, string] = ['phone', 'idNumber'];

describe('a look-up', () => {
  it('§1.look-up.form: takes one of two numbers, and neither both nor none', () => {
    expect(checkOneOf({ phone: '13800000000' }, FIELDS)).toBeUndefined();
    expect(checkOneOf({ idNumber: '11010519491231002X' }, FIELDS)).toBeUndefined();
    for (const by of [{}, { phone: '13800000000', idNumber: '11010519491231002X' }])
      expect(checkOneOf(by, FIELDS)?.refusal).toEqual({
        code: 'VALIDATION_FAILED',
        errors: [
          {
            field: 'phone',
            message: {
              en: 'give one of phone, idNumber',
              'zh-CN': '请提供 phone, idNumber 中的一项',
            },
          },
        ],
      });
  });

  it.each([
    ['the claimed one, though another is newer', ['claimed', 'newer'], 'claimed'],
    ['the newest that is not revoked', ['revoked', 'older', 'newer'], 'newer'],
    ['the newest, where all are revoked', ['older revoked', 'revoked'], 'revoked'],
    ['nothing, where there is none', [], undefined],
  ] as const)('§1.look-up.person: of a person finds %s', (_what, names, found) => {
    const all = {
      claimed: { firstIssuedOn: '2015-01-01', holds: [{ kind: 'revoked' }], accountId: 'acc_1' },
      newer: { firstIssuedOn: '2020-01-01', holds: [{ kind: 'detained' }] },
      older: { firstIssuedOn: '2019-01-01', holds: [] },
      revoked: { firstIssuedOn: '2021-01-01', holds: [{ kind: 'detained' }, { kind: 'revoked' }] },
      'older revoked': { firstIssuedOn: '2014-01-01', holds: [{ kind: 'revoked' }] },
    } as const;
    const licences = names.map((name) => ({ name, ...all[name] }));
    for (const order of [licences, licences.toReversed()])
      expect(presentOf(order)?.name).toBe(found);
  });
});

import {
  checkDigit,
  checkIdNumber,
  normalIdNumber,
  Refusal,
  type DocumentKind,
  type IdentityStatus,
} from '@demerit/contracts';
import fc from 'fast-check';
import { checkSubmission, decide, decided, MOVES, withSubmission } from './verification.rules';

const STATUSES = Object.keys(MOVES) as IdentityStatus[];
const BOTH_SIDES = documents('id_card_front', 'id_card_back');
const ID_NUMBER = '11010519491231002X';
const NOW = new Date('2026-05-01T04:00:00Z');
const TIMES = { now: NOW, realNow: NOW };

function documents(...kinds: DocumentKind[]): { kind: DocumentKind }[] {
  return kinds.map((kind) => ({ kind }));
}

function codeIn(outcome: unknown): string | undefined {
  return outcome instanceof Refusal ? outcome.code : undefined;
}

/** A division, a birthday of the last century and a number of the day. */
const first17 = fc
  .tuple(
    fc.stringMatching(/^[1-9]\d{5}$/),
    fc.date({ min: new Date('1900-01-02'), max: new Date('1999-12-31'), noInvalidDate: true }),
    fc.stringMatching(/^\d{3}$/),
  )
  .map(([division, born, last]) => {
    return division + born.toISOString().slice(0, 10).replaceAll('-', '') + last;
  });

describe('an ID number', () => {
  it('§1.verify.number: the examples of GB 11643 are right', () => {
    expect(checkIdNumber('11010519491231002X', NOW)).toBeUndefined();
    expect(checkDigit('44052418800101001')).toBe('4');
  });

  it('§1.verify.number: each of the 17 places has the weight of GB 11643', () => {
    const places = Array.from({ length: 17 }, (_, i) => '0'.repeat(i) + '1' + '0'.repeat(16 - i));
    expect(places.map(checkDigit).join('')).toBe('532748X069532748X');
  });

  it('a small x counts as the capital', () => {
    expect(checkIdNumber('11010519491231002x', NOW)).toBeUndefined();
    expect(normalIdNumber('11010519491231002x')).toBe(ID_NUMBER);
  });

  it.each([
    '',
    '110105194912310021',
    '1101051949123100',
    '11010519491231002X0',
    'X1010519491231002X',
  ])('%j is not one', (text) => {
    expect(codeIn(checkIdNumber(text, NOW))).toBe('ID_NUMBER_INVALID');
  });

  it('§1.verify.number: any 17 digits have exactly one check digit', () => {
    fc.assert(
      fc.property(first17, (digits) => {
        const right = Array.from('0123456789X').filter(
          (last) => !checkIdNumber(digits + last, NOW),
        );
        expect(right).toEqual([checkDigit(digits)]);
      }),
    );
  });

  it.each([
    ['19000101', true],
    ['19000102', false],
    ['20260501', false],
    ['20260502', true],
    ['20990101', true],
    ['18800101', true],
    ['20250229', true],
    ['20240229', false],
    ['19990431', true],
    ['19991301', true],
  ])(
    '§1.verify.birthday: the birthday %s exists, is after 1900-01-01 and not after today: wrong is %s',
    (born, isWrong) => {
      const digits = `330106${born}001`;
      const code = codeIn(checkIdNumber(digits + checkDigit(digits), NOW));
      expect(code).toBe(isWrong ? 'ID_NUMBER_INVALID' : undefined);
    },
  );

  it('§1.verify.number: one wrong digit, or two neighbours swapped, never go unseen', () => {
    const place = fc.integer({ min: 0, max: 16 });
    fc.assert(
      fc.property(first17, place, fc.integer({ min: 1, max: 9 }), (digits, at, shift) => {
        const number = digits + checkDigit(digits);
        const wrong = String((Number(number[at]) + shift) % 10);
        expect(
          checkIdNumber(number.slice(0, at) + wrong + number.slice(at + 1), NOW),
        ).toBeDefined();
        if (at === 16 || number[at] === number[at + 1]) return;
        const swapped =
          number.slice(0, at) + number.charAt(at + 1) + number.charAt(at) + number.slice(at + 2);
        expect(checkIdNumber(swapped, NOW)).toBeDefined();
      }),
    );
  });
});

describe('an identity is submitted', () => {
  const right = { idNumber: ID_NUMBER, documents: BOTH_SIDES };
  const earlier = (status: IdentityStatus) => (status === 'unsubmitted' ? undefined : { status });

  it.each(['unsubmitted', 'rejected'] as const)(
    '§1.verify.states §1.verify.again: given it is %s, then it may be',
    (status) => {
      expect(checkSubmission(earlier(status), right, TIMES)).toBeUndefined();
    },
  );

  it.each(['submitted', 'verified'] as const)(
    '§1.verify.states: given it is %s, then not again',
    (status) => {
      expect(codeIn(checkSubmission(earlier(status), right, TIMES))).toBe(
        'IDENTITY_ALREADY_SUBMITTED',
      );
    },
  );

  it('given a wrong check digit, then the number is invalid', () => {
    const wrong = { ...right, idNumber: '110105194912310021' };
    expect(codeIn(checkSubmission(undefined, wrong, TIMES))).toBe('ID_NUMBER_INVALID');
  });

  it.each([
    [
      'nothing',
      documents(),
      'the front of the ID card (id_card_front), the back of the ID card (id_card_back)',
      '身份证人像面（id_card_front）、身份证国徽面（id_card_back）',
    ],
    [
      'the front only',
      documents('id_card_front', 'id_card_front'),
      'the back of the ID card (id_card_back)',
      '身份证国徽面（id_card_back）',
    ],
    [
      'the back only',
      documents('id_card_back', 'vehicle_licence'),
      'the front of the ID card (id_card_front)',
      '身份证人像面（id_card_front）',
    ],
  ])('§1.verify.documents: given %s, then it says what is missing', (_, given, en, zh) => {
    const outcome = checkSubmission(undefined, { ...right, documents: given }, TIMES);
    expect(codeIn(outcome)).toBe('DOCUMENTS_REQUIRED');
    expect(outcome?.refusal.detail).toEqual({ en: `Missing: ${en}.`, 'zh-CN': `缺少：${zh}。` });
  });

  it('§1.verify.limit: five times on a day, then not before the next Shanghai day', () => {
    const often = (ofDay: number, day = '2026-05-01') => ({
      status: 'rejected' as const,
      day,
      ofDay,
    });
    expect(checkSubmission(often(4), right, TIMES)).toBeUndefined();
    expect(checkSubmission(often(5), right, TIMES)?.refusal).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterSeconds: 12 * 3_600,
    });
    expect(checkSubmission(often(5, '2026-04-30'), right, TIMES)).toBeUndefined();
    expect(withSubmission(undefined, NOW)).toEqual({ day: '2026-05-01', ofDay: 1 });
    expect(withSubmission({ day: '2026-05-01' }, NOW)).toMatchObject({ ofDay: 1 });
    expect(withSubmission(often(4), NOW)).toEqual({ day: '2026-05-01', ofDay: 5 });
    expect(withSubmission(often(5, '2026-04-30'), NOW)).toEqual({ day: '2026-05-01', ofDay: 1 });
  });
});

describe('a reviewer decides', () => {
  const of = (status: IdentityStatus) => ({ _id: 'acc_1', status: status as 'submitted' });

  it('§1.verify.states: given it is submitted, then either way', () => {
    expect(decide(of('submitted'), 'approve', undefined)).toBe('verified');
    expect(decide(of('submitted'), 'reject', undefined)).toBe('rejected');
  });

  it.each(STATUSES.filter((status) => status !== 'submitted'))(
    '§1.verify.states: given it is %s, then there is nothing to decide',
    (status) => {
      for (const holder of [undefined, { _id: 'acc_2' }]) {
        expect(codeIn(decide(of(status), 'approve', holder))).toBe('DECISION_NOT_POSSIBLE');
        expect(codeIn(decide(of(status), 'reject', holder))).toBe('DECISION_NOT_POSSIBLE');
      }
    },
  );

  it('§1.verify.one-account: given that another account is verified with the number, then the approval is refused and names it; a rejection is not', () => {
    const outcome = decide(of('submitted'), 'approve', { _id: 'acc_2' });
    expect(outcome).toMatchObject({ refusal: { code: 'ID_NUMBER_TAKEN', accountId: 'acc_2' } });
    expect(outcome).toMatchObject({
      refusal: { detail: { en: 'Account acc_2 is verified with this ID number.' } },
    });
    expect(decide(of('submitted'), 'reject', { _id: 'acc_2' })).toBe('rejected');
    expect(decide(of('submitted'), 'approve', { _id: 'acc_1' })).toBe('verified');
  });

  it('given a rejection, then its reason is kept', () => {
    const before = {
      _id: 'acc_1',
      status: 'submitted' as const,
      name: 'k1.a.b.c',
      idNumber: 'k1.a.b.c',
      personKey: 'person_1',
      documentIds: ['doc_1'],
      submittedAt: NOW,
      version: 1,
    };
    expect(decided(before, 'verified', 'fine', NOW)).toEqual({
      ...before,
      status: 'verified',
      decidedAt: NOW,
    });
    expect(decided(before, 'rejected', 'blurred', NOW)).toEqual({
      ...before,
      status: 'rejected',
      decidedAt: NOW,
      rejectedReason: 'blurred',
    });
    expect(decided(before, 'rejected', undefined, NOW)).not.toHaveProperty('rejectedReason');
  });
});

import { Refusal, type DocumentKind, type IdentityStatus } from '@demerit/contracts';
import fc from 'fast-check';
import { checkDigit, checkIdNumber, normalIdNumber } from './id-number.rules';
import { checkSubmission, decide, decided, idNumberTaken, MOVES } from './verification.rules';

const STATUSES = Object.keys(MOVES) as IdentityStatus[];
const BOTH_SIDES = documents('id_card_front', 'id_card_back');
const ID_NUMBER = '11010519491231002X';

function documents(...kinds: DocumentKind[]): { kind: DocumentKind }[] {
  return kinds.map((kind) => ({ kind }));
}

function codeIn(outcome: unknown): string | undefined {
  return outcome instanceof Refusal ? outcome.code : undefined;
}

const first17 = fc.stringMatching(/^[1-9]\d{16}$/);

describe('an ID number', () => {
  it('§1.verify.number: the examples of GB 11643 are right', () => {
    expect(checkIdNumber('11010519491231002X')).toBeUndefined();
    expect(checkIdNumber('440524188001010014')).toBeUndefined();
  });

  it('§1.verify.number: each of the 17 places has the weight of GB 11643', () => {
    const places = Array.from({ length: 17 }, (_, i) => '0'.repeat(i) + '1' + '0'.repeat(16 - i));
    expect(places.map(checkDigit).join('')).toBe('532748X069532748X');
  });

  it('a small x counts as the capital', () => {
    expect(checkIdNumber('11010519491231002x')).toBeUndefined();
    expect(normalIdNumber('11010519491231002x')).toBe(ID_NUMBER);
  });

  it.each([
    '',
    '110105194912310021',
    '1101051949123100',
    '11010519491231002X0',
    'X1010519491231002X',
  ])('%j is not one', (text) => {
    expect(codeIn(checkIdNumber(text))).toBe('ID_NUMBER_INVALID');
  });

  it('§1.verify.number: any 17 digits have exactly one check digit', () => {
    fc.assert(
      fc.property(first17, (digits) => {
        const right = Array.from('0123456789X').filter((last) => !checkIdNumber(digits + last));
        expect(right).toEqual([checkDigit(digits)]);
      }),
    );
  });

  it('§1.verify.number: one wrong digit, or two neighbours swapped, never go unseen', () => {
    const place = fc.integer({ min: 0, max: 16 });
    fc.assert(
      fc.property(first17, place, fc.integer({ min: 1, max: 9 }), (digits, at, shift) => {
        const number = digits + checkDigit(digits);
        const wrong = String((Number(number[at]) + shift) % 10);
        expect(checkIdNumber(number.slice(0, at) + wrong + number.slice(at + 1))).toBeDefined();
        if (at === 16 || number[at] === number[at + 1]) return;
        const swapped =
          number.slice(0, at) + number.charAt(at + 1) + number.charAt(at) + number.slice(at + 2);
        expect(checkIdNumber(swapped)).toBeDefined();
      }),
    );
  });
});

describe('an identity is submitted', () => {
  const right = { idNumber: ID_NUMBER, documents: BOTH_SIDES };

  it.each(['unsubmitted', 'rejected'] as const)(
    '§1.verify.states §1.verify.again: given it is %s, then it may be',
    (status) => {
      expect(checkSubmission(status, right)).toBeUndefined();
    },
  );

  it.each(['submitted', 'verified'] as const)(
    '§1.verify.states: given it is %s, then not again',
    (status) => {
      expect(codeIn(checkSubmission(status, right))).toBe('IDENTITY_ALREADY_SUBMITTED');
    },
  );

  it('given a wrong check digit, then the number is invalid', () => {
    const wrong = { ...right, idNumber: '110105194912310021' };
    expect(codeIn(checkSubmission('unsubmitted', wrong))).toBe('ID_NUMBER_INVALID');
  });

  it.each([
    ['nothing', documents(), 'id_card_front, id_card_back'],
    ['the front only', documents('id_card_front', 'id_card_front'), 'id_card_back'],
    ['the back only', documents('id_card_back', 'vehicle_licence'), 'id_card_front'],
  ])('§1.verify.documents: given %s, then it says what is missing', (_, given, missing) => {
    const outcome = checkSubmission('unsubmitted', { ...right, documents: given });
    expect(codeIn(outcome)).toBe('DOCUMENTS_REQUIRED');
    expect(outcome?.refusal.detail).toMatchObject({ en: `Missing: ${missing}.` });
  });

  it('given the ID number of another account, then it is taken', () => {
    expect(idNumberTaken().code).toBe('ID_NUMBER_TAKEN');
  });
});

describe('a reviewer decides', () => {
  it('§1.verify.states: given it is submitted, then either way', () => {
    expect(decide('submitted', 'approve')).toBe('verified');
    expect(decide('submitted', 'reject')).toBe('rejected');
  });

  it.each(STATUSES.filter((status) => status !== 'submitted'))(
    '§1.verify.states: given it is %s, then there is nothing to decide',
    (status) => {
      expect(codeIn(decide(status, 'approve'))).toBe('DECISION_NOT_POSSIBLE');
      expect(codeIn(decide(status, 'reject'))).toBe('DECISION_NOT_POSSIBLE');
    },
  );

  it('given a rejection, then its reason is kept and the ID number is free again; verified, it is not', () => {
    const now = new Date('2026-05-01T04:00:00Z');
    const before = {
      ...{ _id: 'acc_1', status: 'submitted' as const, name: 'k1.a.b.c', idNumber: 'k1.a.b.c' },
      ...{ personKey: 'person_1', documentIds: ['doc_1'], submittedAt: now, version: 1 },
    };
    const { personKey, ...others } = before;
    expect(decided(before, 'verified', 'fine', now)).toEqual({
      ...{ ...others, personKey, status: 'verified', decidedAt: now },
    });
    expect(decided(before, 'rejected', 'blurred', now)).toEqual({
      ...{ ...others, status: 'rejected', decidedAt: now, rejectedReason: 'blurred' },
    });
    expect(decided(before, 'rejected', undefined, now)).not.toHaveProperty('rejectedReason');
  });
});

import { ENTRY_TYPES } from '@demerit/contracts';
import {
  BALANCE_SIGN,
  entryId,
  PENDING_SIGN,
  post,
  postRollOver,
  sealedText,
} from './entries.rules';
import { givenLicence, givenTerms, NOW } from '../../test/given';
import { seal } from './seal';

const recordedAt = NOW.toISOString();
const nextCycle = givenTerms({ now: new Date('2026-02-01T00:00:00Z') });

describe('the kinds of entries', () => {
  it('§4.entries.kinds §4.entries.reserved: move the balance and what is pending, or one of them, or none', () => {
    const moves = ENTRY_TYPES.map((type) => [type, BALANCE_SIGN[type], PENDING_SIGN[type]]);
    expect(moves).toEqual([
      ['reserve', 0, 1],
      ['record', 1, -1],
      ['release', 0, -1],
      ['reverse', -1, 0],
      ['reduce_by_study', -1, 0],
      ['carry_in', 1, 0],
      ['clear_at_cycle_end', -1, 0],
      ['clear_by_exam', -1, 0],
      ['seller_penalty', 1, 0],
    ]);
  });
});

describe('an account', () => {
  it('§4.entries.chain: grows by an entry with the next number, the balance after it, and the hash of the one before', () => {
    const licence = givenLicence({ seq: 7, balance: 3, pending: 6, lastHash: 'abc' });
    const draft = { type: 'record', points: 6, causeId: 'hdl_1', recordedAt } as const;
    const posting = post(licence, draft, givenTerms());
    const [entry] = posting.entries;
    expect(posting.entries).toHaveLength(1);
    expect(entry).toMatchObject({
      _id: 'lic_zhang-00000008',
      seq: 8,
      points: 6,
      balance: 9,
      cycleStartsOn: '2025-01-11',
      previousHash: 'abc',
    });
    expect(entry?.hash).toBe(seal(sealedText(entry!)));
    expect(posting.licence).toMatchObject({
      seq: 8,
      balance: 9,
      pending: 0,
      lastHash: entry?.hash,
    });
  });

  it.each([
    ['reserve', 0, 2],
    ['record', 1, -2],
    ['release', 0, -2],
  ] as const)('is moved by a %s', (type, balanceSign, pendingBy) => {
    const licence = givenLicence({ balance: 5, pending: 5 });
    const after = post(
      licence,
      { type, points: 2, causeId: 'x', recordedAt },
      givenTerms(),
    ).licence;
    expect(after.balance).toBe(5 + balanceSign * 2);
    expect(after.pending).toBe(5 + pendingBy);
  });

  it('is lowered by what takes points off, and by nothing else', () => {
    const lowering = Object.entries(BALANCE_SIGN).filter(([, sign]) => sign < 0);
    expect(lowering.map(([type]) => type)).toEqual([
      'reverse',
      'reduce_by_study',
      'clear_at_cycle_end',
      'clear_by_exam',
    ]);
  });

  it('has no more pending released than there is', () => {
    const draft = { type: 'release', points: 3, causeId: 'x', recordedAt } as const;
    expect(() => post(givenLicence({ balance: 5, pending: 2 }), draft, givenTerms())).toThrow(
      'below 0',
    );
    expect(post(givenLicence({ pending: 3 }), draft, givenTerms()).licence.pending).toBe(0);
  });

  it('§4.entries.floor: never falls below 0', () => {
    const draft = { type: 'reverse', points: 4, causeId: 'x', recordedAt } as const;
    expect(() => post(givenLicence({ balance: 3 }), draft, givenTerms())).toThrow('below 0');
    expect(post(givenLicence({ balance: 4 }), draft, givenTerms()).licence.balance).toBe(0);
  });

  it('has entry ids that sort like their numbers', () => {
    expect(entryId('lic_1', 9) < entryId('lic_1', 10)).toBe(true);
  });
});

describe('the first entry of a new cycle', () => {
  const draft = { type: 'reserve', points: 1, causeId: 'hdl_2', recordedAt } as const;

  it('comes after what the end of the old one clears and carries', () => {
    const unpaid = [{ handlingId: 'hdl_9', points: 6 }];
    const licence = givenLicence({ seq: 4, balance: 9, unpaid });
    const { licence: after, entries } = post(licence, draft, nextCycle);
    expect(entries).toMatchObject([
      {
        type: 'clear_at_cycle_end',
        points: 9,
        balance: 0,
        cycleStartsOn: '2025-01-11',
        causeId: 'lic_zhang-cycle-2025-01-11',
        recordedAt: '2026-01-10T16:00:00.000Z',
      },
      {
        type: 'carry_in',
        points: 6,
        balance: 6,
        cycleStartsOn: '2026-01-11',
        causeId: 'lic_zhang-cycle-2026-01-11',
        recordedAt: '2026-01-10T16:00:00.000Z',
      },
      { type: 'reserve', seq: 7, balance: 6, cycleStartsOn: '2026-01-11' },
    ]);
    expect(after).toMatchObject({ seq: 7, balance: 6, pending: 1, cycleStartsOn: '2026-01-11' });
  });

  it('moves the licence into the cycle that runs, also where there is nothing to clear', () => {
    const { licence, entries } = postRollOver(givenLicence(), nextCycle);
    expect(entries).toEqual([]);
    expect(licence).toMatchObject({ cycleStartsOn: '2026-01-11', cycleEndsBefore: '2027-01-11' });
    expect(postRollOver(licence, nextCycle).licence).toBe(licence);
  });

  it('cuts what is unpaid to what study had left of it, the oldest first', () => {
    const unpaid = [
      { handlingId: 'hdl_1', points: 3 },
      { handlingId: 'hdl_2', points: 6 },
    ];
    const rolled = (balance: number) =>
      postRollOver(givenLicence({ balance, unpaid }), nextCycle).licence.unpaid;
    expect(rolled(9)).toEqual(unpaid);
    expect(rolled(7)).toEqual([{ handlingId: 'hdl_1', points: 1 }, unpaid[1]]);
    expect(rolled(6)).toEqual([unpaid[1]]);
    expect(rolled(2)).toEqual([{ handlingId: 'hdl_2', points: 2 }]);
    expect(rolled(0)).toEqual([]);
    expect(rolled(12)).toEqual(unpaid);
  });

  it('clears once', () => {
    const cleared = post(givenLicence({ balance: 9 }), draft, nextCycle).licence;
    expect(post(cleared, draft, nextCycle).entries).toHaveLength(1);
  });

  it('§4.cycle-end.pending: leaves what is pending pending, to be recorded in the new cycle', () => {
    const licence = givenLicence({ balance: 3, pending: 6 });
    expect(postRollOver(licence, nextCycle).licence).toMatchObject({ balance: 0, pending: 6 });
  });

  it('§4.cycle-end.full-score: clears nothing from 12 on, and still belongs to the new cycle', () => {
    const { licence, entries } = post(givenLicence({ balance: 12 }), draft, nextCycle);
    expect(entries).toMatchObject([{ type: 'reserve', balance: 12, cycleStartsOn: '2026-01-11' }]);
    expect(licence.balance).toBe(12);
  });
});

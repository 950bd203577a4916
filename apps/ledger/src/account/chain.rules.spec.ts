import { givenAccount } from '../../test/given-account';
import type { EntryDocument } from './account.types';
import { verifyLicence, verifyTail } from './chain.rules';
import { seal } from './seal';

const {
  caseFile: { licence },
  entries,
} = givenAccount();
const changed = (seq: number, change: Partial<EntryDocument>): EntryDocument[] =>
  entries.map((entry) => (entry.seq === seq ? { ...entry, ...change } : entry));
const whatOf = (differences: { what: string }[]): string[] => differences.map(({ what }) => what);

describe('verifying an account', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(entries.map(({ type }) => type)).toEqual([
      'reserve',
      'record',
      'reserve',
      'release',
      'reserve',
    ]);
    expect(verifyLicence(licence, entries, seal)).toEqual([]);
  });

  it('§4.entries.chain §4.verify.entries: names an entry whose points were changed, and every figure after it', () => {
    const found = verifyLicence(licence, changed(2, { points: 1 }), seal);
    expect(found).toContainEqual({ of: licence._id, what: 'balance', expected: 1, found: 3 });
    expect(whatOf(found)).toContain('hash');
  });

  it.each([
    ['type', { type: 'carry_in' as const }],
    ['cause', { causeId: 'hdl_9' }],
    ['time', { recordedAt: '2020-01-01T00:00:00.000Z' }],
    ['vehicle', { vehicleId: 'veh_other' }],
    ['time of the violation', { violationOccurredAt: '2020-01-01T00:00:00.000Z' }],
    ['time of the decision', { decidedAt: '2020-01-01T00:00:00.000Z' }],
    ['cycle', { cycleStartsOn: '2020-01-11' }],
    ['slots', { slots: undefined }],
    ['because', { because: 'overdue' as const }],
  ])('notices a changed %s', (_, change) => {
    expect(whatOf(verifyLicence(licence, changed(2, change), seal))).toContain('hash');
  });

  it('notices an entry that is missing, in the middle or at the end', () => {
    const middle = entries.filter(({ seq }) => seq !== 3);
    expect(whatOf(verifyLicence(licence, middle, seal))).toContain('number');
    const end = verifyLicence(licence, entries.slice(0, -1), seal);
    expect(whatOf(end)).toEqual(['number of entries', 'pending', 'last hash']);
  });

  it('notices what falls below 0', () => {
    const [reserved] = entries;
    const below = { expected: 'at least 0', found: -3 };
    const reversed = [{ ...reserved!, type: 'reverse' as const }];
    const released = [{ ...reserved!, type: 'release' as const }];
    expect(verifyLicence(licence, reversed, seal)).toContainEqual(
      expect.objectContaining({ what: 'balance', ...below }),
    );
    expect(verifyLicence(licence, released, seal)).toContainEqual(
      expect.objectContaining({ what: 'pending', ...below }),
    );
  });

  it('notices what falls below 0 by a single point', () => {
    const [reserved] = entries;
    const studied = { ...reserved!, type: 'reduce_by_study' as const, points: 1 };
    const released = { ...reserved!, type: 'release' as const, points: 1 };
    const found = verifyLicence(licence, [studied, released], seal);
    const below = { expected: 'at least 0', found: -1 };
    expect(found).toContainEqual(expect.objectContaining({ what: 'balance', ...below }));
    expect(found).toContainEqual(expect.objectContaining({ what: 'pending', ...below }));
  });

  it('§4.verify.counters: notices a changed counter of the licence', () => {
    const wrong = { ...licence, balance: 0, pending: 6 };
    expect(verifyLicence(wrong, entries, seal)).toEqual([
      { of: 'lic_zhang', what: 'balance', expected: 3, found: 0 },
      { of: 'lic_zhang', what: 'pending', expected: 3, found: 6 },
    ]);
  });
});

describe('verifying the newest entries alone', () => {
  const tail = entries.slice(-2);

  it('takes what was before them as it stands', () => {
    for (const { seq } of entries) {
      expect(verifyTail(licence, entries.slice(seq - 1), entries.length - seq + 1, seal)).toEqual(
        [],
      );
    }
  });

  it.each(['points', 'balance', 'hash', 'previousHash', 'causeId'] as const)(
    'notices a changed %s',
    (field) => {
      const [first, last] = tail;
      const changed = { ...last!, [field]: typeof last![field] === 'number' ? 99 : 'forged' };
      expect(verifyTail(licence, [first!, changed], 2, seal)).not.toEqual([]);
    },
  );

  it('takes nothing as it stands where the oldest of them is the first of the account', () => {
    const [first] = entries;
    const forged = { ...first!, balance: 6 };
    expect(verifyTail({ ...licence, seq: 1 }, [forged], 1, seal)).toContainEqual({
      of: first!._id,
      what: 'balance',
      expected: 0,
      found: 6,
    });
  });

  it('notices entries that are missing', () => {
    const without = (tail: EntryDocument[], rows: number) =>
      whatOf(verifyTail(licence, tail, rows, seal));
    expect(without([], 1)).toContain('number of entries');
    expect(without(entries.slice(-2, -1), 2)).toContain('number of entries');
  });

  it('§4.verify.entries: notices that the oldest of those looked for are missing, and that there never were as many', () => {
    expect(verifyTail(licence, entries.slice(-2), 3, seal)).toEqual([
      { of: licence._id, what: 'newest entries', expected: 3, found: 2 },
    ]);
    expect(verifyTail(licence, entries.slice(1), 20, seal)).toEqual([
      { of: licence._id, what: 'newest entries', expected: 5, found: 4 },
    ]);
    expect(verifyTail(licence, entries, 20, seal)).toEqual([]);
  });
});

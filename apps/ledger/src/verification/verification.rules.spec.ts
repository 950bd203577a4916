import {
  givenCaseFile,
  givenReservation,
  givenRequest,
  givenTerms,
  SUSPENDED,
  NEW_TARGETS,
} from '../../test/given';
import type { CaseFile } from '../limits/limits.types';
import type { EntryDocument } from '../account/account.types';
import { record } from '../reservations/recording.rules';
import { release, reserve } from '../reservations/reservations.rules';
import { seal } from '../account/seal';
import {
  countSlots,
  verifyCycle,
  verifyExtraSlots,
  verifyParts,
  verifyReservations,
  verifyStanding,
  verifyUnseen,
  type Counts,
} from './verification.rules';
import { verifyLicence, verifyTail } from '../account/chain.rules';

/** An account of two handlings: one recorded, one released; `pending` is a third. */
function givenAccount(): { caseFile: CaseFile; entries: EntryDocument[] } {
  const terms = givenTerms();
  let caseFile = givenCaseFile();
  const entries: EntryDocument[] = [];
  for (const [handlingId, then] of [
    ['hdl_1', 'record'],
    ['hdl_2', 'release'],
    ['hdl_3', 'wait'],
  ] as const) {
    const taken = reserve(givenRequest({ handlingId }), caseFile, [], NEW_TARGETS, terms);
    const reservation = givenReservation({ ...taken.reservation });
    const after = taken.caseFile!;
    const change =
      then === 'record'
        ? record(reservation, after, 'paid', terms)
        : then === 'release'
          ? release(reservation, after, terms)
          : {};
    entries.push(...(taken.entries ?? []), ...(change.entries ?? []));
    caseFile = change.caseFile ?? after;
  }
  return { caseFile, entries };
}

function countsOf(entries: readonly EntryDocument[]): Counts {
  const counts: Counts = new Map();
  for (const entry of entries) countSlots(counts, entry);
  return counts;
}

const { caseFile, entries } = givenAccount();
const { licence, licenceCycle, vehicleCycle } = caseFile;
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

describe('verifying the slots', () => {
  it('finds nothing where nothing is wrong', () => {
    const counts = countsOf(entries);
    expect(verifyCycle(licenceCycle, counts)).toEqual([]);
    expect(verifyCycle(vehicleCycle, counts)).toEqual([]);
    expect(verifyUnseen(counts)).toEqual([]);
  });

  it('§4.verify.counters: notices a pair that is counted too often, not at all, or without entries', () => {
    const [use] = vehicleCycle.uses;
    const twice = { ...vehicleCycle, uses: [{ ...use!, recorded: 2 }] };
    expect(whatOf(verifyCycle(twice, countsOf(entries)))).toEqual(['recorded of lic_zhang']);
    const none = { ...vehicleCycle, uses: [] };
    expect(verifyCycle(none, countsOf(entries))).toHaveLength(2);
    const stray = { ...vehicleCycle, uses: [use!, { ...use!, otherId: 'lic_stray' }] };
    expect(verifyCycle(stray, countsOf(entries))).toEqual([
      { of: stray._id, what: 'pending of lic_stray', expected: 0, found: 1 },
      { of: stray._id, what: 'recorded of lic_stray', expected: 0, found: 1 },
    ]);
  });

  it('counts nothing any more of what was reversed', () => {
    const [reserved, recorded] = entries;
    const reversed = { ...recorded!, type: 'reverse' as const };
    expect(verifyUnseen(countsOf([reserved!, recorded!]))).toHaveLength(2);
    expect(verifyUnseen(countsOf([reserved!, recorded!, reversed]))).toEqual([]);
  });

  it('counts neither what takes no slots nor what a case recorded', () => {
    const { slots: _slots, ...withoutSlots } = entries[0]!;
    const { vehicleId: _vehicle, ...withoutVehicle } = entries[0]!;
    const study = { ...entries[0]!, type: 'reduce_by_study' as const };
    expect(countsOf([withoutSlots, withoutVehicle, study]).size).toBe(0);
  });

  it('counts in shares, each licence and vehicle in one of them', () => {
    const passes = [0, 1, 2].map((pass) => {
      const counts: Counts = new Map();
      for (const entry of entries) countSlots(counts, entry, { pass, passes: 3 });
      return counts;
    });
    const cycles = passes.flatMap((counts) => [...counts.keys()]);
    expect(cycles.toSorted()).toEqual([...countsOf(entries).keys()].toSorted());
    expect(passes.some((counts) => counts.size === 2)).toBe(false);
  });

  it('notices a cycle that has no document', () => {
    expect(verifyUnseen(countsOf(entries))).toHaveLength(4);
  });
});

describe('verifying the newest entries alone', () => {
  const tail = entries.slice(-2);

  it('takes what was before them as it stands', () => {
    for (const { seq } of entries) {
      expect(verifyTail(licence, entries.slice(seq - 1), seal)).toEqual([]);
    }
  });

  it.each(['points', 'balance', 'hash', 'previousHash', 'causeId'] as const)(
    'notices a changed %s',
    (field) => {
      const [first, last] = tail;
      const changed = { ...last!, [field]: typeof last![field] === 'number' ? 99 : 'forged' };
      expect(verifyTail(licence, [first!, changed], seal)).not.toEqual([]);
    },
  );

  it('takes nothing as it stands where the oldest of them is the first of the account', () => {
    const [first] = entries;
    const forged = { ...first!, balance: 6 };
    expect(verifyTail({ ...licence, seq: 1 }, [forged], seal)).toContainEqual({
      of: first!._id,
      what: 'balance',
      expected: 0,
      found: 6,
    });
  });

  it('notices entries that are missing', () => {
    expect(whatOf(verifyTail(licence, [], seal))).toContain('number of entries');
    expect(whatOf(verifyTail(licence, entries.slice(-2, -1), seal))).toContain('number of entries');
  });
});

describe('verifying what a balance is made of', () => {
  const account = { firstIssuedOn: licence.firstIssuedOn, entries, paidAt: new Map() };

  it('finds nothing where nothing is wrong', () => {
    expect(verifyParts(licence, account)).toEqual([]);
  });

  it('notices a wrong sum, an unpaid fine that is none, and a detention without its order', () => {
    expect(whatOf(verifyParts({ ...licence, balance: 99 }, account))).toEqual([
      'sum of what is recorded',
    ]);
    const unpaid = [{ handlingId: 'hdl_9', points: 1 }];
    expect(whatOf(verifyParts({ ...licence, unpaid }, account))).toEqual([
      'points with an unpaid fine',
    ]);
    const suspended = [{ kind: 'suspended' as const, causeId: 'cas_1' }];
    expect(verifyParts({ ...licence, holds: suspended }, account)).toEqual([]);
    const holds = [{ kind: 'detained' as const, causeId: 'edu_1' }];
    expect(verifyParts({ ...licence, holds }, account)).toEqual([
      {
        of: licence._id,
        what: 'education behind the detention',
        expected: 'none',
        found: 'edu_1',
      },
    ]);
  });
});

describe('verifying reservations and extra slots', () => {
  const entry = (type: EntryDocument['type'], causeId = 'hdl_1') => ({
    ...entries[0]!,
    type,
    causeId,
  });

  it.each([
    [['reserve'], 'reserved'],
    [['reserve', 'record'], 'recorded'],
    [['reserve', 'release'], 'released'],
    [['reserve', 'release'], 'revoked'],
    [['reserve', 'record', 'reverse'], 'revoked'],
    [['record'], 'recorded'],
  ] as const)('after %j it is %s', (types, state) => {
    const account = types.map((type) => entry(type));
    expect(verifyReservations(account, [{ _id: 'hdl_1', state }])).toEqual([]);
    expect(verifyReservations(account, [{ _id: 'hdl_1', state: 'refused' }])).toHaveLength(1);
    expect(verifyReservations(account, [])).toMatchObject([{ of: 'hdl_1', found: 'none' }]);
  });

  it('is not revoked while its points are still reserved', () => {
    const revoked = [{ _id: 'hdl_1', state: 'revoked' as const }];
    expect(whatOf(verifyReservations([entry('reserve')], revoked))).toEqual(['state']);
  });

  it('takes no sanction case for a reservation', () => {
    expect(verifyReservations([entry('seller_penalty'), entry('reverse')], [])).toEqual([]);
  });

  it('compares extra slots by subject', () => {
    const slots = new Map([['lic_zhang', 2]]);
    expect(verifyExtraSlots(slots, slots)).toEqual([]);
    expect(verifyExtraSlots(slots, new Map())).toMatchObject([{ expected: 2, found: 0 }]);
    expect(verifyExtraSlots(new Map(), slots)).toMatchObject([{ expected: 0, found: 2 }]);
  });
});

describe('verifying standings', () => {
  it('§4.verify.targets: wants exactly one open target behind a suspension', () => {
    const active = { status: 'active', version: 0 } as const;
    expect(verifyStanding('lic_zhang', active, undefined)).toEqual([]);
    expect(verifyStanding('lic_zhang', SUSPENDED, { _id: 'krt_0' })).toEqual([]);
    expect(verifyStanding('lic_zhang', SUSPENDED, { _id: 'krt_9' })).toHaveLength(1);
    expect(verifyStanding('lic_zhang', SUSPENDED, undefined)).toHaveLength(2);
    expect(verifyStanding('lic_zhang', active, { _id: 'krt_0' })).toHaveLength(2);
  });
});

import { givenTarget, SUSPENDED } from '../../test/given';
import { givenAccount } from '../../test/given-account';
import { CAR, entered, row } from '../../test/given-opening';
import type { EntryDocument, StandingState } from '../account/account.types';
import {
  countSlots,
  verifyCycle,
  verifyExtraSlots,
  verifyParts,
  verifyReservations,
  verifyStandings,
  verifyUnseen,
  type Counts,
} from './verification.rules';

function countsOf(entries: readonly EntryDocument[]): Counts {
  const counts: Counts = new Map();
  for (const entry of entries) countSlots(counts, entry);
  return counts;
}

const { caseFile, entries } = givenAccount();
const { licence, licenceCycle, vehicleCycle } = caseFile;
const whatOf = (differences: { what: string }[]): string[] => differences.map(({ what }) => what);

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

  it('§4.opening.slots: counts what was brought in as recorded, once, on both sides', () => {
    const { entries: opening, cycles } = entered([row({}, { vehicles: [CAR] })]);
    const counts = countsOf(opening);
    const each = [...counts.values()].flatMap((pairs) => [...pairs.values()]);
    expect(each).toEqual([
      { pending: 0, recorded: 1 },
      { pending: 0, recorded: 1 },
    ]);
    expect(cycles.flatMap((cycle) => verifyCycle(cycle, counts))).toEqual([]);
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
    const found = (standing: StandingState | undefined, targetId?: string) => {
      const named = (id: string) => new Map(standing ? [[id, standing]] : []);
      const standings = { licence: named('acc_zhang'), vehicle: named('veh_car') };
      const car = givenTarget({ _id: targetId ?? '', kind: 'vehicle', subjectId: 'veh_car' });
      const open = targetId === undefined ? [] : [givenTarget({ _id: targetId }), car];
      return verifyStandings(standings, open).map(({ of, what }) => `${of}: ${what}`);
    };
    const both = ['standing', 'open review target'];
    const ofBoth = (whats: string[]) =>
      ['acc_zhang', 'veh_car'].flatMap((id) => whats.map((what) => `${id}: ${what}`));
    expect(found({ status: 'active', version: 2 })).toEqual([]);
    expect(found(undefined)).toEqual([]);
    expect(found(SUSPENDED, 'krt_0')).toEqual([]);
    expect(found(SUSPENDED, 'krt_9')).toEqual(ofBoth(['open review target']));
    expect(found(SUSPENDED)).toEqual(ofBoth(both));
    expect(found({ status: 'active', version: 2 }, 'krt_0')).toEqual(ofBoth(both));
    expect(found(undefined, 'krt_0')).toEqual(ofBoth(both));
  });
});

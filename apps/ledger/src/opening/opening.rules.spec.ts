import type { OpeningBalance, RegisteredLicence } from '@demerit/contracts';
import { givenCycle, givenTerms } from '../../test/given';
import {
  CAR,
  codeOf,
  entered,
  expectSound,
  OWN,
  REGISTERED,
  row,
  type Books,
} from '../../test/given-opening';
import { verifyLicence } from '../account/chain.rules';
import { seal } from '../account/seal';
import { followLicence } from '../register/following.rules';
import type { OpeningRow } from './opening-batch';
import { plateInstant } from './opening.rules';

const UNCLAIMED: RegisteredLicence = { ...REGISTERED, accountId: null, version: 1 };
const terms = givenTerms();
const WITH_CARS = row({}, { vehicles: [CAR, OWN] });

describe('what was decided elsewhere', () => {
  it('§4.opening.entry: is one entry, in the cycle that runs, with its source', () => {
    const books = entered([row()]);
    expect(books.entries).toMatchObject([
      {
        _id: 'lic_zhang-00000001',
        type: 'carry_in',
        points: 7,
        balance: 7,
        causeId: 'lic_zhang-opening-1',
        cycleStartsOn: '2025-01-11',
        recordedAt: '2025-10-10T04:00:00.000Z',
        opening: { source: '杭州交警支队旧系统', asOf: '2025-10-01', slots: [] },
      },
    ]);
    expect(books.licence).toMatchObject({
      accountId: 'acc_zhang',
      licenceClass: 'C1',
      claimVersion: 2,
      balance: 7,
      openingSeq: 1,
    });
    expect(codeOf(books)).toBe('entered');
    expectSound(books);
  });

  it('§4.opening.entry: is sealed with its source, its day and its slots', () => {
    const { licence, entries } = entered([WITH_CARS]);
    const [entry] = entries;
    const opening = entry!.opening!;
    const [slot] = opening.slots;
    for (const forged of [
      { ...opening, source: 'x' },
      { ...opening, asOf: '2025-10-02' },
      { ...opening, slots: [] },
      { ...opening, slots: [{ ...slot!, ownVehicle: true }, opening.slots[1]!] },
    ]) {
      const differences = verifyLicence(licence, [{ ...entry!, opening: forged }], seal);
      expect(differences).toMatchObject([{ what: 'hash' }]);
    }
  });

  it('§4.opening.slots: counts each vehicle once, on its side and on the licence’s, own ones as own', () => {
    const books = entered([row({}, { vehicles: [CAR, OWN, CAR] })]);
    expect(books.cycles).toMatchObject([
      {
        _id: 'L:lic_zhang:2025-01-11',
        endsBefore: '2026-01-11',
        uses: [
          { otherId: 'veh_car', ownVehicle: false, pending: 0, recorded: 1 },
          { otherId: 'veh_own', ownVehicle: true, pending: 0, recorded: 1 },
        ],
      },
      {
        _id: 'V:veh_car:2025-05-05',
        uses: [{ otherId: 'lic_zhang', ownVehicle: false, pending: 0, recorded: 1 }],
      },
      {
        _id: 'V:veh_own:2024-11-02',
        uses: [{ otherId: 'lic_zhang', ownVehicle: true, pending: 0, recorded: 1 }],
      },
    ]);
    expectSound(books);
  });

  it('§4.opening.slots: counts beside what counts already, and in the year of the vehicle that ran on the day', () => {
    const cycles = [givenCycle('vehicle', [{ otherId: 'lic_li', pending: 0, recorded: 1 }])];
    const { cycles: after } = entered([row({}, { vehicles: [CAR] })], { cycles });
    expect(after[1]!.uses).toMatchObject([{ otherId: 'lic_li' }, { otherId: 'lic_zhang' }]);
    const before = entered([row({ asOf: '2025-05-04' }, { vehicles: [CAR] })]);
    expect(before.cycles[1]).toMatchObject({ _id: 'V:veh_car:2024-05-05' });
    const since = entered([row({ asOf: '2025-05-05' }, { vehicles: [CAR] })]);
    expect(since.cycles[1]).toMatchObject({ _id: 'V:veh_car:2025-05-05' });
    expect(plateInstant({ asOf: '2025-05-04' })).toBe('2025-05-04T15:59:59.999Z');
  });

  it('§4.opening.slots: makes known the vehicles that were never met', () => {
    const { batch } = entered([row({}, { vehicles: [CAR, OWN] })]);
    const seen = { _id: 'veh_car', registeredOn: '2021-05-05' };
    const [fresh, ...more] = batch.vehiclesBut([
      { ...seen, standing: { status: 'active', version: 0 }, version: 3 },
    ]);
    expect(fresh).toMatchObject({ _id: 'veh_own', registeredOn: '2020-11-02', version: 0 });
    expect(more).toEqual([]);
  });

  it('§4.opening.full-score: detains at full score, and opens an education', () => {
    const books = entered([row({ points: 24 })]);
    expect(books.licence).toMatchObject({
      balance: 24,
      holds: [{ kind: 'detained', causeId: 'lic_zhang-00000001-edu' }],
      education: { orderId: 'lic_zhang-00000001-edu', round: 1 },
    });
    expect(books.batch.events.map(({ type }) => type)).toEqual([
      'points.threshold-crossed',
      'points.threshold-crossed',
      'points.threshold-crossed',
      'points.threshold-crossed',
      'licence.full-score-reached',
      'licence.hold-placed',
    ]);
    expect(entered([row({ points: 11 })]).licence).toMatchObject({ holds: [] });
    expectSound(books);
  });
});

describe('an opening balance of a licence that nobody has claimed', () => {
  const unclaimed = (points: number): Books =>
    entered([row({ points }, { registered: UNCLAIMED, vehicles: [CAR] })]);

  it('§4.opening.unclaimed: waits for whoever claims it, and is said to nobody', () => {
    const books = unclaimed(12);
    expect(books.licence).toMatchObject({ accountId: '', personKey: 'person_zhang', balance: 12 });
    expect(books.licence.holds).toEqual([]);
    expect(books.batch.events).toEqual([]);
    expectSound(books);
  });

  it('§4.opening.unclaimed: detains its holder at full score when it is claimed', () => {
    const claimed = followLicence(
      unclaimed(12).licence,
      { ...REGISTERED, accountId: 'acc_zhang' },
      terms,
    );
    expect(claimed!.licence).toMatchObject({
      accountId: 'acc_zhang',
      balance: 12,
      openingSeq: 1,
      holds: [{ kind: 'detained' }],
      education: { round: 1 },
    });
    expect(claimed!.events.map(({ type }) => type)).toEqual([
      'licence.full-score-reached',
      'licence.hold-placed',
    ]);
    const below = followLicence(
      unclaimed(11).licence,
      { ...REGISTERED, accountId: 'acc_zhang' },
      terms,
    );
    expect(below).toMatchObject({ licence: { accountId: 'acc_zhang', holds: [] }, events: [] });
  });

  it('§4.opening.unclaimed: ends with its cycle like any other points', () => {
    const { licence } = unclaimed(7);
    const later = givenTerms({ now: new Date('2026-03-01T00:00:00.000Z') });
    const news = { ...REGISTERED, accountId: 'acc_zhang', firstIssuedOn: '2019-01-12' };
    expect(followLicence(licence, news, later)!.entries).toMatchObject([
      { type: 'clear_at_cycle_end', points: 7, balance: 0, cycleStartsOn: '2025-01-11' },
    ]);
  });
});

describe('an opening balance that is entered again', () => {
  const first = entered([WITH_CARS]);

  it('§4.opening.again: changes nothing where it is the same, whatever came after it', () => {
    const again = row({}, { vehicles: [OWN, CAR, OWN] });
    expect(entered([again], first).batch).toMatchObject({ entries: [], refused: [], acts: [] });
    const used = { ...first, licence: { ...first.licence, seq: 4 } };
    expect(entered([again], used).batch).toMatchObject({ entries: [], refused: [], acts: [] });
  });

  it.each<[string, Partial<OpeningBalance>, OpeningRow['vehicles']]>([
    ['other points', { points: 6 }, [CAR, OWN]],
    ['another day', { asOf: '2025-10-02' }, [CAR, OWN]],
    ['another source', { source: '宁波' }, [CAR, OWN]],
    ['fewer vehicles', {}, [CAR]],
    ['another vehicle', {}, [CAR, { ...OWN, vehicleId: 'veh_3' }]],
    ['one vehicle more', {}, [CAR, OWN, { ...OWN, vehicleId: 'veh_3' }]],
  ])(
    '§4.opening.again: is corrected to %s by a reversal and an entry',
    (_what, change, vehicles) => {
      const books = entered([row(change, { vehicles })], first);
      expect(codeOf(books)).toBe('entered');
      const points = change.points ?? 7;
      expect(books.entries.slice(1)).toMatchObject([
        { type: 'reverse', points: 7, balance: 0, causeId: 'lic_zhang-opening-1' },
        { type: 'carry_in', points, balance: points, causeId: 'lic_zhang-opening-3' },
      ]);
      expect(books.licence).toMatchObject({ openingSeq: 3, balance: points });
      expectSound(books);
      expectSound(entered([WITH_CARS], books));
    },
  );

  it('§4.opening.again: gives the licence back where the correction is below full score, and detains it once', () => {
    const full = entered([row({ points: 12 })]);
    const below = entered([row({ points: 3 })], full);
    expect(below.licence).toMatchObject({ balance: 3, holds: [], fullScores: [] });
    expect(below.licence.education).toBeUndefined();
    expect(below.batch.events.map(({ type }) => type)).toEqual(['licence.hold-lifted']);
    const more = entered([row({ points: 24 })], full);
    expect(more.licence.education).toEqual(full.licence.education);
    expect(more.licence.holds).toHaveLength(1);
    expect(more.batch.events).toEqual([]);
    for (const books of [below, more]) expectSound(books);
  });

  it('§4.thresholds.events: crosses only what was not crossed before', () => {
    const { batch } = entered([row({ points: 10 })], first);
    expect(batch.events).toMatchObject([{ payload: { threshold: 9, balance: 10 } }]);
  });

  it('§4.opening.again: holds as the later one of two in one file', () => {
    const books = entered([row({ points: 2 }), row({ points: 5 })]);
    expect(books.entries.map(({ type, balance }) => [type, balance])).toEqual([
      ['carry_in', 2],
      ['reverse', 0],
      ['carry_in', 5],
    ]);
    expectSound(books);
  });
});

describe('what is left of it for the audit', () => {
  it('§1.audit.entry: is what the account said before and says now', () => {
    const { batch } = entered([row({}, { vehicles: [CAR] }), row({ points: 3 })]);
    const says = { asOf: '2025-10-01', source: '杭州交警支队旧系统' };
    const slots = [{ vehicleId: 'veh_car', vehicleCycle: '2025-05-05', ownVehicle: false }];
    const act = { actor: 'acc_registrar', act: 'opening-balance.enter', subject: 'lic_zhang' };
    expect(batch.acts).toEqual([
      { ...act, after: { ...says, points: 7, slots } },
      {
        ...act,
        before: { ...says, points: 7, slots },
        after: { ...says, points: 3, slots: [] },
      },
    ]);
  });

  it('checks the accounts that it changes, as they were', () => {
    const first = entered([row()]);
    expect(first.batch.changedBefore()).toEqual([]);
    expect(entered([row({ points: 1 })], first).batch.changedBefore()).toEqual([first.licence]);
  });
});

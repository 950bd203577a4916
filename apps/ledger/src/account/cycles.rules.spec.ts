import fc from 'fast-check';
import {
  cycleAt,
  entriesOfCycle,
  licenceOfPerson,
  recutLicence,
  rollOver,
  spanOf,
} from './cycles.rules';
import { givenLicence } from '../../test/given';

describe('a scoring cycle', () => {
  it('§4.cycle.year: of a licence first issued on 2019-01-11 ends on 2020-01-10 at 24:00 in Shanghai', () => {
    const first = { startsOn: '2019-01-11', endsBefore: '2020-01-11' };
    expect(cycleAt('2019-01-11', new Date('2020-01-10T15:59:59.999Z'))).toEqual(first);
    expect(cycleAt('2019-01-11', new Date('2020-01-10T16:00:00.000Z'))).toEqual({
      startsOn: '2020-01-11',
      endsBefore: '2021-01-11',
    });
    expect(spanOf(first)).toEqual({
      startsAt: '2019-01-11T00:00:00.000+08:00',
      endsAt: '2020-01-11T00:00:00.000+08:00',
    });
  });

  it.each([
    // The last moment before, the first moment of: in a common year the anniversary is 1 March.
    ['2023-02-28T15:59:59.999Z', '2022-03-01', '2023-03-01'],
    ['2023-02-28T16:00:00.000Z', '2023-03-01', '2024-02-29'],
    ['2024-02-28T15:59:59.999Z', '2023-03-01', '2024-02-29'],
    ['2024-02-28T16:00:00.000Z', '2024-02-29', '2025-03-01'],
    ['2025-02-28T15:59:59.999Z', '2024-02-29', '2025-03-01'],
    ['2025-02-28T16:00:00.000Z', '2025-03-01', '2026-03-01'],
  ])(
    '§4.cycle.leap-day: of a first issue on 29 February, at %s',
    (instant, startsOn, endsBefore) => {
      expect(cycleAt('2020-02-29', new Date(instant))).toEqual({ startsOn, endsBefore });
    },
  );

  it('§4.cycle.year: holds the instant it is asked for, follows the one before without a gap, and is a year long', () => {
    const origins = fc.date({
      min: new Date('1950-01-01'),
      max: new Date('2100-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(origins, origins, (origin, instant) => {
        const first = origin.toISOString().slice(0, 10);
        const cycle = cycleAt(first, instant);
        const startsAt = Date.parse(spanOf(cycle).startsAt);
        const endsAt = Date.parse(spanOf(cycle).endsAt);
        expect(startsAt).toBeLessThanOrEqual(instant.getTime());
        expect(endsAt).toBeGreaterThan(instant.getTime());
        expect(cycleAt(first, new Date(startsAt - 1)).endsBefore).toBe(cycle.startsOn);
        expect(cycleAt(first, new Date(endsAt)).startsOn).toBe(cycle.endsBefore);
        expect([365, 366]).toContain((endsAt - startsAt) / 86_400_000);
      }),
    );
  });
});

describe('the end of a cycle', () => {
  const lastMoment = new Date('2026-01-10T15:59:59.999Z');
  const nextCycle = new Date('2026-01-10T16:00:00.000Z');
  const unpaid = [{ handlingId: 'hdl_9', points: 6 }];

  it('has not come one millisecond before', () => {
    const licence = givenLicence({ balance: 11 });
    expect(rollOver(licence, lastMoment, 12)).toMatchObject({
      cleared: 0,
      carried: 0,
      balance: 11,
    });
  });

  it('§4.cycle-end.clears §4.cycle-end.full-score: clears up to 11 points, and nothing from 12 on', () => {
    expect(rollOver(givenLicence({ balance: 11 }), nextCycle, 12)).toMatchObject({
      cleared: 11,
      carried: 0,
      balance: 0,
    });
    expect(rollOver(givenLicence({ balance: 12 }), nextCycle, 12)).toMatchObject({
      cleared: 0,
      carried: 0,
      balance: 12,
    });
  });

  it('§4.cycle-end.carries: carries points whose fine is unpaid: 3 paid and 6 unpaid open the new cycle at 6', () => {
    const licence = givenLicence({ balance: 9, unpaid });
    expect(rollOver(licence, nextCycle, 12)).toMatchObject({ cleared: 9, carried: 6, balance: 6 });
  });

  it('carries no more than is left', () => {
    const licence = givenLicence({ balance: 4, unpaid });
    expect(rollOver(licence, nextCycle, 12)).toMatchObject({ cleared: 4, carried: 4, balance: 4 });
  });

  it('leads over several cycles at once into the one that runs', () => {
    const { cycle, written } = rollOver(
      givenLicence({ balance: 3 }),
      new Date('2029-06-01T00:00:00Z'),
      12,
    );
    expect(written.startsOn).toBe('2025-01-11');
    expect(cycle.startsOn).toBe('2029-01-11');
  });

  it('is not undone by a clock that runs behind', () => {
    const licence = givenLicence({ balance: 3, cycleStartsOn: '2026-01-11' });
    expect(rollOver(licence, lastMoment, 12)).toMatchObject({
      cycle: { startsOn: '2026-01-11' },
      balance: 3,
    });
  });
});

describe('a first issue that is corrected', () => {
  it('§4.cycle.corrected: leaves a note where entries stand in cycles of the day before, and none where there are none', () => {
    const at = new Date('2025-10-10T04:00:00Z');
    const corrected = (seq: number) => recutLicence(givenLicence({ seq }), '2019-07-21', at);
    expect(corrected(0)).not.toHaveProperty('recuts');
    expect(corrected(1).recuts).toEqual([
      { seq: 1, firstIssuedOn: '2019-01-11', from: '2025-01-11', to: '2025-07-21' },
    ]);
  });
});

describe('the name of a cycle', () => {
  const corrected = {
    firstIssuedOn: '2019-07-21',
    recuts: [{ seq: 4, firstIssuedOn: '2019-03-10', from: '2025-03-10', to: '2025-07-21' }],
  };
  const before = { after: 0, upTo: 4 };
  const since = { after: 4 };

  it.each(['2025-01-11', '2025-06-30', '2026-01-10'])(
    '§4.cycle.named: is any day inside it: %s',
    (day) => {
      expect(entriesOfCycle({ firstIssuedOn: '2019-01-11' }, day)).toEqual([
        { names: ['2025-01-11'], after: 0 },
      ]);
    },
  );

  it.each(['2025-07-21', '2025-08-01', '2026-07-20'])(
    '§4.cycle.named: is a day of the cycle that took its place, and not its own any more: %s',
    (day) => {
      expect(entriesOfCycle(corrected, day)).toEqual([
        { names: ['2025-07-21'], ...since },
        { names: ['2025-07-21', '2025-03-10'], ...before },
      ]);
    },
  );

  it.each(['2025-03-10', '2025-05-01', '2025-07-20'])(
    '§4.cycle.named: a day that is in no cycle any more, since a later one took its place, names none: %s',
    (day) => {
      expect(entriesOfCycle(corrected, day)).toEqual([]);
    },
  );

  it.each([
    ['2026-07-21', '2026-07-21'],
    ['2025-03-09', '2024-03-10'],
    ['2024-08-01', '2024-03-10'],
  ])(
    '§4.cycle.named: cycles before and after that one are cut as they were written: %s',
    (day, name) => {
      expect(entriesOfCycle(corrected, day)).toEqual([
        { names: [name], ...since },
        { names: [name], ...before },
      ]);
    },
  );
});

describe('the name of a cycle whose first day stayed or came back', () => {
  const [OLD, NEW] = ['2025-03-10', '2025-07-21'];

  it('§4.cycle.named: is one where the year alone was corrected', () => {
    const recuts = [{ seq: 4, firstIssuedOn: '2019-03-10', from: OLD, to: OLD }];
    expect(entriesOfCycle({ firstIssuedOn: '2018-03-10', recuts }, '2025-05-01')).toEqual([
      { names: ['2025-03-10'], after: 4 },
      { names: ['2025-03-10'], after: 0, upTo: 4 },
    ]);
  });

  it('§4.cycle.named: is each of both once where the correction was taken back', () => {
    const recuts = [
      { seq: 4, firstIssuedOn: '2019-03-10', from: OLD, to: NEW },
      { seq: 7, firstIssuedOn: '2019-07-21', from: NEW, to: OLD },
    ];
    expect(entriesOfCycle({ firstIssuedOn: '2019-03-10', recuts }, '2025-05-01')).toEqual([
      { names: ['2025-03-10'], after: 7 },
      { names: ['2025-03-10', '2025-07-21'], after: 4, upTo: 7 },
      { names: ['2025-07-21', '2025-03-10'], after: 0, upTo: 4 },
    ]);
  });
});

describe('a person of whom the ledger has no entry', () => {
  const person = {
    accountId: 'acc_li',
    personKey: 'person_li',
    identityStatus: 'verified' as const,
    licence: null,
  };

  it('has the licence that identity says, unused', () => {
    const licence = {
      licenceId: 'lic_li',
      class: 'C1' as const,
      firstIssuedOn: '2019-01-11',
      validUntil: '2039-01-11',
      holds: [],
    };
    expect(licenceOfPerson({ ...person, licence }, new Date('2025-10-10T04:00:00Z'))).toMatchObject(
      {
        _id: 'lic_li',
        accountId: 'acc_li',
        personKey: 'person_li',
        cycleStartsOn: '2025-01-11',
        balance: 0,
        version: 0,
      },
    );
  });

  it('is refused without one', () => {
    const refused = licenceOfPerson(person, new Date('2025-10-10T04:00:00Z'));
    expect(refused).toMatchObject({ code: 'LICENCE_REQUIRED' });
  });
});

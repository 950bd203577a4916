import type { LicenceClaimed, LicenceClass } from '@demerit/contracts';
import { givenLicence, givenRequest, givenTerms, NOW } from '../../test/given';
import { expectSlotsSound } from '../../test/soundness';
import { DAY, LICENCE, licenceOf, story, type Story } from '../../test/story';
import { unusedVehicle } from '../limits/counts.rules';
import { followLicence, followVehicle } from './following.rules';

const SAID = {
  accountId: 'acc_new',
  personKey: 'person_new',
  licenceId: LICENCE,
  class: 'C1',
  firstIssuedOn: '2019-01-11',
  validUntil: '2029-01-11',
  version: 2,
} as const;
const terms = givenTerms();

describe('what is said of a licence', () => {
  it('begins an account for a licence never met', () => {
    expect(followLicence(null, SAID, terms)).toMatchObject({
      licence: {
        _id: 'lic_zhang',
        accountId: 'acc_new',
        licenceClass: 'C1',
        claimVersion: 2,
        cycleStartsOn: '2025-01-11',
        cycleEndsBefore: '2026-01-11',
        balance: 0,
        version: 0,
      },
      entries: [],
      events: [],
    });
  });

  it('is nothing as long as a licence is stored from a reservation only', () => {
    expect(givenLicence()).toMatchObject({ claimVersion: 0, holdsVersion: 0, version: 0 });
  });

  it('§4.register.licence: tells its holder and class', () => {
    const stored = givenLicence({ balance: 3 });
    expect(followLicence(stored, SAID, terms)).toMatchObject({
      licence: {
        ...stored,
        accountId: 'acc_new',
        personKey: 'person_new',
        licenceClass: 'C1',
        claimVersion: 2,
      },
      entries: [],
      events: [],
    });
  });

  it('§4.opening.unclaimed: detains whoever claims a licence to which a full score was brought in, and nobody who had it', () => {
    const full = { balance: 12, seq: 1, lastHash: 'h1' };
    const claimed = followLicence(givenLicence({ ...full, accountId: '' }), SAID, terms);
    expect(claimed).toMatchObject({ licence: { holds: [{ kind: 'detained' }] } });
    expect(followLicence(givenLicence(full), SAID, terms)).toMatchObject({
      licence: { holds: [] },
    });
  });

  it('§4.cycle.corrected: cuts no cycle anew while the first issue stays', () => {
    const same = givenLicence({ balance: 3, seq: 1, cycleStartsOn: '2024-01-11' });
    expect(followLicence(same, SAID, terms)).not.toHaveProperty('recut');
  });

  it('changes nothing when the same or something newer was heard', () => {
    expect(followLicence(givenLicence({ claimVersion: 2 }), SAID, terms)).toBeUndefined();
    expect(followLicence(givenLicence({ claimVersion: 3 }), SAID, terms)).toBeUndefined();
  });
});

describe('a class that was changed', () => {
  it.each<[LicenceClass, number]>([
    ['C1', 7],
    ['B2', 30],
  ])('§4.register.licence: to %s asks for %i days of study', (licenceClass, days) => {
    const given = story();
    given.ledger.followLicence({ ...SAID, version: 1 }, DAY('2025-02-01'));
    given.ledger.followLicence({ ...SAID, class: licenceClass }, DAY('2025-02-02'));
    given.take('hdl_1', 12, '2025-03-01');
    const event = given.ledger.events.find(({ type }) => type === 'licence.full-score-reached');
    expect(event?.payload).toMatchObject({ studyDaysRequired: days });
  });

  it('§4.full-score.last-step: to one that asks for less ends an education that has done as much', () => {
    const given = story();
    given.ledger.followLicence({ ...SAID, class: 'B2' }, DAY('2025-02-01'));
    given.take('hdl_1', 12, '2025-03-01');
    given.ledger.teach(LICENCE, { studyDays: 7, examPassed: 1 }, DAY('2025-03-10'));
    expect(licenceOf(given).balance).toBe(12);
    given.ledger.followLicence({ ...SAID, version: 3 }, DAY('2025-03-11'));
    expect(given.newest(1)).toEqual(['clear_by_exam 12 → 0']);
    expect(licenceOf(given)).toMatchObject({ licenceClass: 'C1', holds: [] });
    expect(given.ledger.events.at(-1)).toMatchObject({ type: 'licence.hold-lifted' });
  });
});

describe('a first issue that was corrected', () => {
  const before: LicenceClaimed = { ...SAID, firstIssuedOn: '2019-03-10' };
  const after: LicenceClaimed = { ...SAID, firstIssuedOn: '2019-07-21' };

  function corrected(on: string, { first = before, second = after, by = (_: Story) => {} } = {}) {
    const given = story();
    given.ledger.followLicence({ ...first, version: 1 }, DAY('2025-01-20'));
    by(given);
    given.ledger.followLicence({ ...second, version: 2 }, DAY(on));
    return given;
  }

  it.each([
    ['later in the year', before, after, '2025-10-10', '2025-07-21', '2026-07-21'],
    ['earlier in the year', after, before, '2025-10-10', '2025-03-10', '2026-03-10'],
    ['to a day that is still to come', before, after, '2025-05-01', '2024-07-21', '2025-07-21'],
  ])(
    '§4.cycle.corrected: %s: the present cycle is what the new day gives for now',
    (_where, first, second, on, cycleStartsOn, cycleEndsBefore) => {
      const given = corrected(on, {
        first,
        second,
        by: ({ take }) => {
          take('hdl_1', 6, '2025-04-01', 'overdue');
        },
      });
      const { firstIssuedOn } = second;
      expect(licenceOf(given)).toMatchObject({ firstIssuedOn, cycleStartsOn, cycleEndsBefore });
    },
  );

  it('§4.cycle.corrected: what is not cleared belongs to the present cycle and ends with it', () => {
    const given = corrected('2025-10-10', { by: ({ take }) => take('hdl_1', 3, '2025-04-01') });
    given.ledger.rollOver(LICENCE, DAY('2026-07-20'));
    expect(given.newest(1)).toEqual(['record 3 → 3']);
    given.ledger.rollOver(LICENCE, DAY('2026-07-21'));
    expect(given.newest(1)).toEqual(['clear_at_cycle_end 3 → 0']);
    expect(given.ledger.entries.at(-1)).toMatchObject({ cycleStartsOn: '2025-07-21' });
  });

  it('§4.cycle.corrected: what is cleared stays cleared', () => {
    const given = corrected('2025-04-01', {
      by: ({ take }) => {
        take('hdl_1', 3, '2025-02-01');
      },
    });
    expect(given.newest(1)).toEqual(['clear_at_cycle_end 3 → 0']);
    expect(licenceOf(given)).toMatchObject({ balance: 0, cycleStartsOn: '2024-07-21' });
  });

  it('§4.cycle.corrected: pairs, extra slots and full scores of the old present cycle count in the new one', () => {
    const given = corrected('2025-10-10', {
      by: ({ take, reserve, ledger }) => {
        take('hdl_1', 12, '2025-04-01');
        ledger.educate(LICENCE, DAY('2025-04-20'));
        reserve('hdl_2', 3, '2025-05-01');
        ledger.grant(LICENCE, 2, DAY('2025-05-01'));
      },
    });
    const cycle = given.ledger.cycles.get('L:lic_zhang:2025-07-21');
    expect(cycle).toMatchObject({
      extraSlots: 2,
      uses: [
        { otherId: 'veh_hdl_1', recorded: 1 },
        { otherId: 'veh_hdl_2', pending: 1 },
      ],
    });
    expect(licenceOf(given).fullScores).toMatchObject([{ cycleStartsOn: '2025-07-21' }]);
    given.take('hdl_3', 12, '2025-10-11');
    expect(licenceOf(given).education).toMatchObject({ round: 2 });
  });

  it('a handling gives its slot back where it counts now, however often the day is corrected', () => {
    const given = corrected('2025-10-10', {
      by: ({ take, reserve }) => {
        take('hdl_1', 3, '2025-04-01');
        reserve('hdl_2', 3, '2025-04-01');
        reserve('hdl_3', 3, '2025-04-01');
      },
    });
    given.ledger.record('hdl_2', 'paid', DAY('2025-10-11'));
    given.ledger.followLicence({ ...before, version: 3 }, DAY('2025-10-12'));
    given.ledger.withdraw('hdl_3', DAY('2025-10-13'));
    given.ledger.revoke('hdl_1', DAY('2025-10-13'));
    const uses = given.ledger.cycles.get('L:lic_zhang:2025-03-10')?.uses;
    expect(uses?.map(({ otherId }) => otherId)).toEqual(['veh_hdl_2']);
    expectSlotsSound(given.ledger);
  });
});

describe('a first issue that was corrected back, after the end of a cycle', () => {
  it('§4.cycle.corrected: finds what counted in its cycle before', () => {
    const given = story();
    const say = (firstIssuedOn: string, version: number, on: string) =>
      given.ledger.followLicence({ ...SAID, firstIssuedOn, version }, DAY(on));
    say('2020-07-21', 1, '2024-12-20');
    given.take('hdl_1', 1, '2024-12-20');
    say('2020-01-11', 2, '2024-12-20');
    given.take('hdl_2', 1, '2025-01-11');
    say('2020-07-21', 3, '2025-01-12');
    given.ledger.revoke('hdl_1', DAY('2025-01-13'));
    const cycle = given.ledger.cycles.get('L:lic_zhang:2024-07-21');
    expect(cycle?.uses.map(({ otherId }) => otherId)).toEqual(['veh_hdl_2']);
    expectSlotsSound(given.ledger);
  });
});

describe('what is said of a vehicle', () => {
  const said = { vehicleId: 'veh_car', plateType: 'small', commercial: false } as const;
  const news = { ...said, ownerKey: 'person_li', registeredOn: '2021-11-05', version: 2 };
  const stored = unusedVehicle({ _id: 'veh_car', registeredOn: '2021-05-05' });

  it('§4.cycle.corrected: a corrected first registration cuts its years anew', () => {
    expect(followVehicle(stored, news, NOW)).toEqual({
      vehicle: { ...stored, registeredOn: '2021-11-05', registerVersion: 2 },
      recut: {
        from: { startsOn: '2025-05-05', endsBefore: '2026-05-05' },
        to: { startsOn: '2024-11-05', endsBefore: '2025-11-05' },
      },
    });
  });

  it('is heeded from the first version on', () => {
    expect(followVehicle(stored, { ...news, version: 1 }, NOW)).toBeDefined();
    expect(followVehicle(stored, { ...news, version: 0 }, NOW)).toBeUndefined();
  });

  it('is noted, and older news change nothing', () => {
    const same = { ...news, registeredOn: '2021-05-05' };
    expect(followVehicle(stored, same, NOW)).toEqual({
      vehicle: { ...stored, registerVersion: 2 },
    });
    expect(followVehicle({ ...stored, registerVersion: 2 }, news, NOW)).toBeUndefined();
  });

  it('§4.cycle.corrected: pairs of its old present year count in the new one', () => {
    const given = story();
    const decidedAt = DAY('2025-06-01').toISOString();
    given.ledger.reserve(givenRequest({ points: 3, decidedAt }), DAY('2025-06-01'));
    given.ledger.followVehicle('veh_car', '2021-11-05', 2, DAY('2025-10-10'));
    const counted = (year: string) => given.ledger.cycles.get(`V:veh_car:${year}`)?.uses;
    expect(counted('2025-05-05')).toEqual([]);
    expect(counted('2024-11-05')).toMatchObject([{ otherId: 'lic_zhang', pending: 1 }]);
    given.ledger.record('hdl_1', 'paid', DAY('2025-10-11'));
    expect(counted('2024-11-05')).toMatchObject([{ otherId: 'lic_zhang', recorded: 1 }]);
    expectSlotsSound(given.ledger);
  });
});

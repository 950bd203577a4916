import { announceEnding, lastAnnouncedOn } from './cycle-endings.rules';
import { givenLicence } from '../../test/given';

const DUE_IN_31_DAYS = new Date('2025-12-11T15:59:59.999Z');
const DUE_IN_30_DAYS = new Date('2025-12-11T16:00:00.000Z');
const LAST_DAY = new Date('2026-01-10T15:59:59.999Z');
const NEXT_CYCLE = new Date('2026-01-10T16:00:00.000Z');

describe('the end of a cycle with unpaid fines', () => {
  const licence = givenLicence();

  it('is told 30 Shanghai days ahead, naming the last day and the fines', () => {
    expect(lastAnnouncedOn(DUE_IN_30_DAYS)).toBe('2026-01-11');
    expect(announceEnding(licence, 2, DUE_IN_31_DAYS)).toBeUndefined();
    expect(announceEnding(licence, 2, DUE_IN_30_DAYS)).toEqual({
      licence: { ...licence, endingTold: '2026-01-11', version: licence.version },
      event: {
        type: 'cycle.ending-unpaid',
        key: 'lic_zhang-cycle-2026-01-11',
        seq: 1,
        payload: {
          accountId: 'acc_zhang',
          licenceId: 'lic_zhang',
          cycleEndsOn: '2026-01-10',
          unpaidFines: 2,
          at: DUE_IN_30_DAYS.toISOString(),
        },
      },
    });
  });

  it('is told until the last day and not after it', () => {
    expect(announceEnding(licence, 1, LAST_DAY)).toBeDefined();
    expect(announceEnding(licence, 1, NEXT_CYCLE)).toBeUndefined();
  });

  it('is told once a cycle', () => {
    const announced = announceEnding(licence, 1, DUE_IN_30_DAYS);
    expect(announced && announceEnding(announced.licence, 2, LAST_DAY)).toBeUndefined();
    const before = { ...licence, endingTold: '2025-01-11' };
    expect(announceEnding(before, 1, DUE_IN_30_DAYS)).toBeDefined();
  });

  it('counts fines whose points were recorded unpaid, and is nothing without any', () => {
    const unpaid = [{ handlingId: 'hdl_1', points: 3 }];
    expect(announceEnding(licence, 0, DUE_IN_30_DAYS)).toBeUndefined();
    expect(announceEnding({ ...licence, unpaid }, 1, DUE_IN_30_DAYS)?.event.payload).toMatchObject({
      unpaidFines: 2,
    });
  });
});

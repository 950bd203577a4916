import { ownCase } from '@demerit/contracts';
import { aViolation } from '../../test/given';
import {
  concernedBy,
  isVisible,
  publishedEvent,
  vehicleWithin,
  violationAsSeen,
} from './seeing.rules';
import type { ViolationDocument } from './violations.types';

const published = aViolation();
const handling = { handlingId: 'hnd_1', accountId: 'acc_1', vehicleId: 'veh_1b' };

describe('who sees a violation', () => {
  const decided = aViolation({ status: 'decided', handling });

  const shown = { description: 'text', vehicleId: 'veh_1b' };

  it('§3.inquiry.who: its owner, its bound users, and whoever has a handling of it; nobody else', () => {
    expect(isVisible(decided, 'acc_2', 'owner')).toBe(true);
    expect(isVisible(decided, 'acc_2', 'bound')).toBe(true);
    expect(isVisible(decided, 'acc_1', 'none')).toBe(true);
    expect(isVisible(decided, 'acc_2', 'none')).toBe(false);
    expect(isVisible(published, 'acc_1', 'none')).toBe(false);
  });

  it('whose handling it is stays with the driver, from the decision on', () => {
    expect(violationAsSeen(decided, 'acc_1', shown).handlingId).toBe('hnd_1');
    expect(violationAsSeen(decided, 'acc_2', shown)).not.toHaveProperty('handlingId');
    const taken: ViolationDocument = { ...decided, status: 'in_handling' };
    expect(violationAsSeen(taken, 'acc_1', shown)).not.toHaveProperty('handlingId');
    expect(violationAsSeen(published, 'acc_1', shown)).not.toHaveProperty('handlingId');
  });

  it('§3.violation.told: its publication names owner and users where the vehicle is registered', () => {
    const now = new Date('2026-03-10T04:00:00.000Z');
    const owner = { vehicleId: 'veh_1b', ownerKey: 'person_2', userAccountIds: ['acc_3'] };
    const event = publishedEvent(published, owner, now);
    expect(event).toMatchObject({ ...owner, at: now.toISOString(), version: 1 });
    const ownerless = publishedEvent(published, null, now);
    expect(ownerless).not.toHaveProperty('ownerKey');
    expect(ownerless).not.toHaveProperty('userAccountIds');
    expect(ownerless.vehicleId).toBe('veh_1');
  });

  it('§2.plate.moved: it is shown with the vehicle that had its plate then, and a handling keeps its own', () => {
    const at = (from: string, until?: string) => ({
      plateId: 'veh_1',
      vehicleId: 'veh_1b',
      from,
      ...(until !== undefined && { until }),
    });
    const when = '2026-03-05T00:21:36.000Z';
    const within = (...times: ReturnType<typeof at>[]) => vehicleWithin(published, times);
    expect(within(at(when))).toBe('veh_1b');
    expect(within(at('2026-03-01T00:00:00.000Z', '2026-03-05T00:21:36.001Z'))).toBe('veh_1b');
    expect(within(at('2026-03-05T00:21:36.001Z'))).toBeUndefined();
    expect(within(at('2026-03-01T00:00:00.000Z', when))).toBeUndefined();
    expect(within({ ...at(when), plateId: 'veh_2' })).toBeUndefined();
    const idOf = (violation: ViolationDocument, vehicleId?: string) =>
      violationAsSeen(violation, 'acc_2', { description: 'text', vehicleId }).vehicleId;
    expect(idOf(published, 'veh_1b')).toBe('veh_1b');
    expect(idOf(published)).toBe('veh_1');
    expect(idOf(decided, 'veh_1c')).toBe('veh_1b');
    const { vehicleId: _, ...early } = handling;
    expect(idOf({ ...decided, handling: early })).toBe('veh_1');
  });
});

describe('A staff act on a violation', () => {
  const owner = { vehicleId: 'veh_1b', ownerKey: 'person_1', userAccountIds: ['acc_3'] };
  const decided = aViolation({ status: 'decided', handling });
  const isOwn = (accountId: string, key?: string) => {
    const self = { accountId, keys: key === undefined ? [] : [key] };
    return ownCase(self, ...concernedBy(decided, owner)) !== undefined;
  };

  it('§1.own-case.vehicle: is about whoever owned the vehicle then, uses it, or accepted the violation', () => {
    expect(isOwn('acc_2', 'person_1')).toBe(true);
    expect(isOwn('acc_3')).toBe(true);
    expect(isOwn('acc_1')).toBe(true);
    expect(isOwn('acc_2', 'person_2')).toBe(false);
    expect(ownCase({ accountId: 'acc_1' }, ...concernedBy(null, null))).toBeUndefined();
    expect(ownCase({ accountId: 'acc_1' }, ...concernedBy(published, owner))).toBeUndefined();
  });
});

import { beginHandling, decideHandling, type HandlingRecord } from './handlings.rules';

/** A handling at its beginning, and decided, for specs. */

export const DECIDED_AT = '2026-03-10T04:00:00.000Z';
export const LATER = '2026-03-11T04:00:00.000Z';
export const RETRY_AT = new Date('2026-03-10T04:00:03.000Z');

export function deciding(fineFen = 15_000): HandlingRecord {
  const words = { en: 'text', 'zh-CN': '文' };
  const decision = {
    decisionNumber: '3301-20260310-ABC',
    decidedAt: DECIDED_AT,
    dueOn: '2026-03-25',
    fineFen,
    points: 3,
    facts: words,
    legalBasis: words,
    remedies: words,
  };
  const facts = {
    violationId: 'vio_1',
    violationOccurredAt: '2026-03-05T00:21:36.000Z',
    accountId: 'acc_1',
    personKey: 'person_1',
    licenceId: 'lic_1',
    licenceFirstIssuedOn: '2020-05-01',
    vehicleId: 'veh_1',
    vehicleRegisteredOn: '2021-01-01',
    ownerPersonKey: 'person_2',
    ownVehicle: false,
    method: 'online' as const,
  };
  const key = { id: 'key', bodyHash: 'hash', token: 'token' };
  return beginHandling('hnd_1', facts, decision, 'ord_1', key, RETRY_AT);
}

export const decided = (fineFen?: number): HandlingRecord => decideHandling(deciding(fineFen));

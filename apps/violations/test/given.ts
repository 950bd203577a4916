import { Policy, type Person } from '@demerit/contracts';
import type { AcceptanceAttempt } from '../src/acceptance/acceptance.rules';
import { beginHandling, decideHandling } from '../src/handlings/handlings.rules';
import type { HandlingDocument } from '../src/handlings/handlings.types';
import type { ViolationDocument } from '../src/register/violations.types';

/** A violation, an attempt to accept one, and its handling at the beginning and decided, for specs. */

export const NOW = new Date('2026-03-10T04:00:00.000Z');

export type Licence = NonNullable<Person['licence']>;

const licence: Licence = {
  licenceId: 'lic_1',
  class: 'C1',
  firstIssuedOn: '2020-05-01',
  validUntil: '2030-05-01',
  holds: [],
};

/** A verified person with a valid licence, who has bound the colleague's car and was driving it. */
export function attempt(): AcceptanceAttempt {
  return {
    method: 'online',
    person: {
      accountId: 'acc_1',
      personKey: 'person_1',
      identityStatus: 'verified',
      licence: { ...licence, holds: [] },
    },
    access: {
      vehicle: {
        vehicleId: 'veh_1',
        plateNumber: '浙A8K2M6',
        plateType: 'small',
        commercial: false,
        bindable: true,
        registeredOn: '2021-01-01',
        ownerKey: 'person_2',
      },
      relation: 'bound',
      activeSince: '2026-03-01T00:00:00.000Z',
    },
    violation: {
      _id: 'vio_1',
      vehicleId: 'veh_1',
      status: 'published',
      occurredAt: new Date('2026-03-05T02:00:00.000Z'),
      procedure: 'summary',
      fineFen: 20_000,
      points: 6,
      plateType: 'small',
    },
    iWasTheDriver: true,
    standings: {
      person: { status: 'active', version: 0 },
      vehicle: { status: 'active', version: 0 },
    },
    forecast: { wouldReachFullScore: false },
    policy: Object.assign(new Policy(), { requireBindingBeforeViolation: true }),
    now: NOW,
  };
}

/** Published, of the colleague's car, as it is stored. */
export function aViolation(changes: Partial<ViolationDocument> = {}): ViolationDocument {
  return {
    _id: 'vio_1',
    noticeNumber: '3301107902100037',
    plateNumber: '浙A8K2M6',
    plateType: 'small',
    vehicleId: 'veh_1',
    code: '1357',
    points: 3,
    procedure: 'summary',
    fineFen: 15_000,
    occurredAt: new Date('2026-03-05T00:21:36.000Z'),
    place: '文三路与学院路路口',
    jurisdiction: 'CN-3301',
    evidenceIds: ['doc_9'],
    status: 'published',
    version: 1,
    ...changes,
  };
}

/** As its store keeps it: one version on. */
export function stored<T extends { version: number }>(document: T): T {
  return { ...document, version: document.version + 1 };
}

export const DECIDED_AT = '2026-03-10T04:00:00.000Z';
export const LATER = '2026-03-11T04:00:00.000Z';
export const RETRY_AT = new Date('2026-03-10T04:00:03.000Z');

export function deciding(fineFen = 15_000): HandlingDocument {
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
    ownerKey: 'person_2',
    ownVehicle: false,
    method: 'online' as const,
  };
  const key = { id: 'key', bodyHash: 'hash', token: 'token' };
  return stored(beginHandling('hnd_1', facts, decision, 'ord_1', key, RETRY_AT));
}

export const decided = (fineFen?: number): HandlingDocument => ({
  ...stored(decideHandling(deciding(fineFen))),
  decidedVersion: 2,
});

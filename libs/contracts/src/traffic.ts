import type { AuditEntry, ListAudit } from './every-service/audit';
import { ClockState } from './every-service/clock';
import type { FindMessages, MessagesFound } from './every-service/messages';
import type { OwnDataOf, OwnDataPage } from './every-service/own-data';
import type { CountDays, DaysCounted } from './every-service/overview';
import { IDENTITY_EVENTS, IDENTITY_REQUESTS, type IdentityReplies } from './identity/identity';
import { LEDGER_EVENTS, LEDGER_REQUESTS, type LedgerReplies } from './ledger/ledger';
import { PAYMENTS_EVENTS, PAYMENTS_REQUESTS, type PaymentsReplies } from './payments/payments';
import { VEHICLES_EVENTS, VEHICLES_REQUESTS, type VehiclesReplies } from './vehicles/vehicles';
import {
  VIOLATIONS_EVENTS,
  VIOLATIONS_REQUESTS,
  type ViolationsReplies,
} from './violations/violations';

/** Every request and event of the system in one typed map each: a contract broken is an error of the compiler. */

export const SERVICES = ['identity', 'vehicles', 'violations', 'payments', 'ledger'] as const;
export type Service = (typeof SERVICES)[number];

/** Event name → class of its payload. */
export const EVENTS = {
  ...IDENTITY_EVENTS,
  ...VEHICLES_EVENTS,
  ...VIOLATIONS_EVENTS,
  ...PAYMENTS_EVENTS,
  ...LEDGER_EVENTS,
};

/** Of fields of events, as earlier versions published them. */
export const EARLIER_NAMES = {
  ownerPersonKey: 'ownerKey',
  formerOwnerPersonKey: 'formerOwnerKey',
};

type Payloads<Classes> = {
  [Name in keyof Classes]: Classes[Name] extends new () => infer Payload ? Payload : never;
};
export type Events = Payloads<typeof EVENTS>;
export type EventType = keyof Events;

const REQUESTS_BY_SERVICE = {
  identity: IDENTITY_REQUESTS,
  vehicles: VEHICLES_REQUESTS,
  violations: VIOLATIONS_REQUESTS,
  payments: PAYMENTS_REQUESTS,
  ledger: LEDGER_REQUESTS,
} satisfies Record<Service, Record<string, new () => object>>;

/** Every service answers these under its own name: the sandbox clock must have moved everywhere before it is said to have. */
type ClockMoves = {
  [Name in Service as `${Name}.clock.move`]: { request: ClockState; reply: ClockState };
};
/** And these: what staff did there, newest first. */
type AuditReads = {
  [Name in Service as `${Name}.audit.list`]: { request: ListAudit; reply: { items: AuditEntry[] } };
};
/** And these: what each of them holds about a person. */
type OwnDataReads = {
  [Name in Service as `${Name}.own-data`]: { request: OwnDataOf; reply: OwnDataPage };
};

/** And these: how much happened a day, and what waits for staff. */
type Counted = {
  [Name in Service as `${Name}.count`]: { request: CountDays; reply: DaysCounted };
};

/** And these: what each of them said and applied. */
type MessageReads = {
  [Name in Service as `${Name}.messages`]: { request: FindMessages; reply: MessagesFound };
};

type Replies = IdentityReplies &
  VehiclesReplies &
  ViolationsReplies &
  PaymentsReplies &
  LedgerReplies;
type RequestsBy = typeof REQUESTS_BY_SERVICE;
type RequestBodies = Payloads<
  RequestsBy['identity'] &
    RequestsBy['vehicles'] &
    RequestsBy['violations'] &
    RequestsBy['payments'] &
    RequestsBy['ledger']
>;
export type Requests = {
  [Name in keyof RequestBodies]: { request: RequestBodies[Name]; reply: Replies[Name] };
} & ClockMoves &
  AuditReads &
  OwnDataReads &
  Counted &
  MessageReads;
export type RequestType = keyof Requests;

/** What names its licence in `licenceId`. */
type OfALicence =
  | { [T in EventType]: Events[T] extends { licenceId: string } ? T : never }[EventType]
  | {
      [T in keyof RequestBodies]: RequestBodies[T] extends { licenceId: string } ? T : never;
    }[keyof RequestBodies];

/** Requests to the ledger, and events that it hears, whose work its replicas share by licence, so that what is about one account meets in one process. */
const BY_LICENCE: ReadonlySet<string> = new Set<OfALicence>([
  'points.reserve',
  'points.preview',
  'education.record',
  'ledger.account',
  'licence.claimed',
  'licence.changed',
  'violation.decided',
  'payment.settled',
  'order.recording-due',
  'decision.revoked',
  'handling.withdrawn',
]);

/** By what the replicas of a service share its work: those of the ledger by licence, all others compete for it. */
export const SHARDING = {
  fieldOf: (type: string): string | undefined => (BY_LICENCE.has(type) ? 'licenceId' : undefined),
  shares: (service: string): boolean => service === 'ledger',
};

const OWNERS: ReadonlyMap<string, Service> = new Map(
  SERVICES.flatMap((service) => [
    ...Object.keys(REQUESTS_BY_SERVICE[service]).map((name) => [name, service] as const),
    [`${service}.clock.move`, service] as const,
    [`${service}.audit.list`, service] as const,
    [`${service}.own-data`, service] as const,
    [`${service}.count`, service] as const,
    [`${service}.messages`, service] as const,
  ]),
);

/** Which service answers a request. */
export function ownerOf(requestType: string): Service {
  const owner = OWNERS.get(requestType);
  if (!owner) throw new Error(`No service answers ${requestType}`);
  return owner;
}

/** What a service answers. */
export function requestTypesOf(service: Service): string[] {
  return [...OWNERS].flatMap(([type, owner]) => (owner === service ? [type] : []));
}

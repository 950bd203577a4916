export { checkChange } from './documents/changes';
export { checkDocument, isDeclared, WrongDocument } from './documents/check';
export { collection, type CheckedCollection } from './documents/collection';
export { closed, field, t, type Static } from './documents/fields';
export { nullsForAbsent, placesNotAsDeclared } from './documents/repair';
export { LostRace } from './documents/lost-race';
export { findBy, findById, findByIds, findWhere } from './documents/reading';
export { renameOf } from './documents/renames';
export { insertOnce, put, save, saveAll } from './documents/versions';
export { MessagingClient } from './transport/client';
export {
  MESSAGING_COLLECTIONS,
  MESSAGING_INDEXES,
  prepareMessagingCollections,
} from './collections';
export { crashPoint, type CrashPoint } from './message/crash-points';
export { isDatabaseAway, isDuplicateKey } from './documents/database';
export { EventLog, type LoggedEvent } from './transport/event-log';
export { Broadcast, type Listener } from './transport/broadcast';
export { MessagingHealth } from './transport/health';
export { Idempotency, type IdempotencyKey } from './inbox/idempotency';
export { Inbox } from './inbox/inbox';
export { Lease } from './outbox/lease';
export { MessageHistory } from './history/message-history';
export { MessageContext } from './message/message-context';
export { MessagingModule } from './module';
export { RETRY_DELAYS_MS } from './broker/options';
export type { Handled, Observe, Published } from './observe/observe';
export { EventCounts } from './outbox/event-counts';
export { Outbox, type EventCount, type OutboxEntry, type OutboxDocument } from './outbox/outbox';
export { outboxState, type OutboxState } from './outbox/outbox-state';
export { ConfirmedPublisher } from './broker/publisher';
export { QueueDepths } from './transport/queue-depths';
export {
  refusalOf,
  RequestRefused,
  ServiceUnavailable,
  type RefusalBody,
} from './message/refusals';
export { OutboxRelay, type RelayReport } from './outbox/relay';
export { currentRequestId, runInRequestContext } from './message/request-context';
export { AmqpStrategy } from './transport/strategy';
export {
  deadLettersOf,
  eventsExchange,
  exchangesOf,
  queuesOf,
  topologyOf,
  type OwnQueue,
} from './broker/topology';
export { httpSpan, traceHeaders } from './observe/tracing';
export { Transactions, TransactionTimedOut } from './inbox/transactions';
export { Turns } from './inbox/turns';

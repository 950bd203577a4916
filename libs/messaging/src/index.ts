export { checkChange } from './documents/changes';
export { checkDocument, WrongDocument } from './documents/check';
export { collection, type CheckedCollection } from './documents/collection';
export { closed, field, t, type Static } from './documents/fields';
export {
  insertOnce,
  LostRace,
  save,
  saveAll,
  saveVersion,
  saveVersions,
  type Versioned,
} from './documents/versions';
export { MessagingClient } from './client';
export { MESSAGING_INDEXES, prepareMessagingCollections } from './collections';
export { CRASH_POINTS, crashPoint, type CrashPoint } from './crash-points';
export { isDatabaseAway, isDuplicateKey } from './database';
export { EventLog, type LoggedEvent } from './event-log';
export { HandlerErrors } from './handler-errors';
export { MessagingHealth } from './health';
export {
  ClaimLost,
  Idempotency,
  type Claim,
  type IdempotencyKey,
  type KeyOutcome,
} from './idempotency';
export { Inbox } from './inbox';
export { Lease } from './lease';
export { MessageContext, type MessageFacts } from './message-context';
export { MessagingModule } from './module';
export {
  MESSAGING_OPTIONS,
  RETRY_DELAYS_MS,
  type MessagingOptions,
  type RelaySettings,
} from './options';
export type { Handled, Observe, Published } from './observe';
export { Outbox, type OutboxEntry, type OutboxRow } from './outbox';
export { ConfirmedPublisher, PublishFailed } from './publisher';
export { QueueDepths, type QueueDepth } from './queue-depths';
export { refusalOf, RequestRefused, ServiceUnavailable, type RefusalBody } from './refusals';
export { OutboxRelay, type RelayReport } from './relay';
export {
  currentRequestId,
  requestContext,
  runInRequestContext,
  type RequestContext,
} from './request-context';
export { AmqpStrategy } from './strategy';
export { deadLettersOf, eventsExchange, queuesOf, topologyOf, type OwnQueue } from './topology';
export { httpSpan, traceHeaders } from './tracing';
export { Transactions, TransactionTimedOut } from './transactions';

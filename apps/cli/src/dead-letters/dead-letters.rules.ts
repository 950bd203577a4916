/** A dead letter, as read from its properties and headers. */
export interface DeadLetter {
  messageId: string;
  type: string;
  /** Why our own transport gave it up, or what the broker says: `delivery_limit` when it killed its consumers. */
  reason: string;
  /** Failed tries before the last. */
  failures: number;
  key?: string;
  requestId?: string;
  /** When its outbox row was written. */
  publishedAt?: string;
}

export interface Selection {
  id?: string;
  type?: string;
}

/** What amqplib gives of a message. */
export interface MessageProperties {
  messageId?: unknown;
  correlationId?: unknown;
  type?: unknown;
  contentType?: unknown;
  headers?: Record<string, unknown> | undefined;
}

export function readDeadLetter({
  messageId,
  correlationId,
  type,
  headers = {},
}: MessageProperties): DeadLetter {
  const failures = headers['x-attempt'];
  return {
    messageId: textOr(messageId, textOr(correlationId, '?')),
    type: textOr(type, '?'),
    reason: textOr(headers['x-dead-letter-reason'], textOr(headers['x-first-death-reason'], '?')),
    failures: typeof failures === 'number' ? failures : 0,
    ...named('key', headers['x-key']),
    ...named('requestId', headers['x-request-id']),
    ...named('publishedAt', headers['x-published-at']),
  };
}

export function isSelected({ messageId, type }: DeadLetter, selection: Selection): boolean {
  if (selection.id !== undefined && selection.id !== messageId) return false;
  return selection.type === undefined || selection.type === type;
}

/** What the message needs to be a first delivery again; the id stays, so that what was done already is not done twice. */
export function replayHeaders(headers: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(headers).filter(([name]) => !MADE_BY_DELIVERY.test(name));
  return Object.fromEntries(kept);
}

/**
 * RabbitMQ 4 drops a message of a quorum queue that was put back 20 times: before it comes to that a copy takes its place.
 * Looking at dead letters must not cost one.
 */
export function mustBeCopied(headers: Record<string, unknown>): boolean {
  const returns = headers['x-delivery-count'];
  return typeof returns === 'number' && returns >= MOST_RETURNS;
}

const MOST_RETURNS = 10;
const MADE_BY_DELIVERY =
  /^x-(attempt|dead-letter-reason|death|first-death-.*|last-death-.*|delivery-count|acquired-count)$/;

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function named<Name extends string>(name: Name, value: unknown): Partial<Record<Name, string>> {
  return typeof value === 'string' && value !== ''
    ? ({ [name]: value } as Partial<Record<Name, string>>)
    : {};
}

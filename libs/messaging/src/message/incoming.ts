import type { ConsumeMessage, MessageProperties, Options } from 'amqplib';
import { parseEvent, type EarlierNames } from './earlier-names';
import type { Patience } from '../admission/admission';
import { MessageContext } from './message-context';

/** A message as its handler will see it. */
export interface Incoming {
  context: MessageContext;
  payload: unknown;
}

/** No body is nearly as deep. What walks through one takes a call a level, and some thousands would end it where nobody expects that. */
const MOST_LEVELS = 32;

const UNSAID_TIMEOUT_MS = 5_000;

/** The message cannot be understood, by anyone, ever. */
export class Malformed extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Malformed';
  }
}

/** Throws `Malformed`. */
export function readEvent(message: ConsumeMessage, earlier: EarlierNames = {}): Incoming {
  const { messageId, type } = textsOf(message.properties);
  if (!isText(messageId)) throw new Malformed('no message id');
  if (!isText(type)) throw new Malformed('no type');
  const headers = headersOf(message);
  const context = new MessageContext({
    messageId,
    type,
    requestId: textOr(headers['x-request-id'], messageId),
    attempt: attemptOf(message),
    ...(isText(headers['x-key']) && { key: headers['x-key'] }),
    ...(typeof headers['x-seq'] === 'number' && { seq: headers['x-seq'] }),
    ...(isText(headers['x-published-at']) && { publishedAt: headers['x-published-at'] }),
  });
  return { context, payload: parse(message.content, earlier) };
}

/**
 * Throws `Malformed`. A request that does not expire is malformed too: it could run at any later time. The broker counts the time, since the
 * clocks of asker and callee need not agree.
 */
export function readRequest(message: ConsumeMessage): Incoming {
  const { correlationId, type, expiration } = textsOf(message.properties);
  if (!isText(correlationId)) throw new Malformed('no correlation id');
  if (!isText(type)) throw new Malformed('no type');
  const timeoutMs = Number(expiration);
  if (!(timeoutMs > 0)) throw new Malformed('no expiration');
  const requestId = textOr(headersOf(message)['x-request-id'], correlationId);
  const context = new MessageContext({
    messageId: correlationId,
    type,
    requestId,
    attempt: 1,
    timeoutMs,
  });
  return { context, payload: parse(message.content, {}) };
}

/** How a request may wait for its turn. One that does not say how long is malformed, and told so in its turn. */
export function patienceOf(message: ConsumeMessage): Patience {
  const timeoutMs = Number(textsOf(message.properties).expiration);
  const isPatient = headersOf(message)['x-patient'] === true;
  return { timeoutMs: timeoutMs > 0 ? timeoutMs : UNSAID_TIMEOUT_MS, isPatient };
}

/** How many services asked one another until this request, itself among them: 1 of one that nobody's handling caused. */
export function depthOf(message: ConsumeMessage): number {
  const depth = headersOf(message)['x-depth'];
  return typeof depth === 'number' && depth >= 1 ? Math.floor(depth) : 1;
}

/** Which delivery this is, 1 at first; counted by us, because the broker counts crashes too. */
export function attemptOf(message: ConsumeMessage): number {
  const failures = headersOf(message)['x-attempt'];
  return typeof failures === 'number' && failures >= 0 ? failures + 1 : 1;
}

export function headersOf(message: Pick<ConsumeMessage, 'properties'>): Record<string, unknown> {
  return message.properties.headers ?? {};
}

/** amqplib types every property `any`; these are texts or absent. */
export function textsOf(
  properties: MessageProperties,
): Partial<
  Record<'messageId' | 'correlationId' | 'type' | 'replyTo' | 'contentType' | 'expiration', string>
> {
  return properties;
}

/** Type and message id survive every republish: the type routes the message, the id reveals a duplicate. A request is identified by its correlation id. */
export function copyOf(
  message: Pick<ConsumeMessage, 'properties'>,
  headers: Record<string, unknown>,
): Options.Publish {
  const { type, messageId, correlationId, contentType } = textsOf(message.properties);
  return { type, messageId, correlationId, contentType, headers };
}

/** How a log line names a message that may lack everything. */
export function nameOf(message: ConsumeMessage): Record<string, unknown> {
  const { messageId, correlationId, type } = textsOf(message.properties);
  const requestId = headersOf(message)['x-request-id'];
  return { messageId: isText(messageId) ? messageId : correlationId, type, requestId };
}

function parse(content: Buffer, earlier: EarlierNames): unknown {
  let body: unknown;
  try {
    body = parseEvent(content.toString(), earlier);
  } catch {
    throw new Malformed('not JSON');
  }
  if (isDeeper(body, MOST_LEVELS)) throw new Malformed('too deep');
  return body;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function textOr(value: unknown, otherwise: string): string {
  return isText(value) ? value : otherwise;
}

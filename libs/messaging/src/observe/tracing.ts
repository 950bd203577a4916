import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
} from '@opentelemetry/api';
import type { ConsumeMessage } from 'amqplib';
import { nameOf } from '../message/incoming';
import { refusalOf } from '../message/refusals';

/** Makes spans that go nowhere until the process has registered where to; this library never does. */
const tracer = trace.getTracer('demerit');

/** The W3C `traceparent` of the work going on, to be sent along; nothing while nobody traces. */
export function traceHeaders(): { traceparent?: string } {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  // Its companion `tracestate` is free text of whoever called us: that is not carried on.
  return carrier.traceparent === undefined ? {} : { traceparent: carrier.traceparent };
}

/** The trace that a message, a request or an outbox row belongs to; a new one when it names none. */
function traceOf(headers: { traceparent?: unknown }): Context {
  const { traceparent } = headers;
  if (typeof traceparent !== 'string') return ROOT_CONTEXT;
  return propagation.extract(ROOT_CONTEXT, { traceparent });
}

/** Starts the span of an HTTP request of that method and route pattern, as part of the trace its headers name. */
export function httpSpan(
  { method, route }: { method: string; route: string },
  headers: { traceparent?: unknown },
): { span: Span; within: Context } {
  const parent = traceOf(headers);
  const attributes = { 'http.request.method': method, 'http.route': route };
  const kind = SpanKind.SERVER;
  const span = tracer.startSpan(`${method} ${route}`, { kind, attributes }, parent);
  return { span, within: trace.setSpan(parent, span) };
}

/** A request, from the asker's side: until the answer is there. */
export function inAskSpan<T>(type: string, queue: string, ask: () => Promise<T>): Promise<T> {
  return inSpan(`ask ${type}`, SpanKind.CLIENT, context.active(), through(queue), ask);
}

/** An event leaves the outbox, later than the transaction that wrote it and in its trace. */
export function inPublishSpan<T>(
  type: string,
  exchange: string,
  row: { traceparent?: string },
  publish: () => Promise<T>,
): Promise<T> {
  return inSpan(`publish ${type}`, SpanKind.PRODUCER, traceOf(row), through(exchange), publish);
}

/** A handler's work on one delivery; `work` returns its failure instead of throwing it. */
export async function inHandlingSpan<Outcome extends { error?: unknown }>(
  message: ConsumeMessage,
  kind: 'event' | 'request',
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const { headers = {} } = message.properties as { headers?: Record<string, unknown> };
  const parent = traceOf(headers);
  const name = `handle ${String(nameOf(message)['type'])}`;
  const options = {
    kind: kind === 'event' ? SpanKind.CONSUMER : SpanKind.SERVER,
    attributes: through(message.fields.routingKey),
  };
  const span = tracer.startSpan(name, options, parent);
  const outcome = await context.with(trace.setSpan(parent, span), work);
  conclude(span, outcome.error);
  return outcome;
}

async function inSpan<T>(
  name: string,
  kind: SpanKind,
  parent: Context,
  attributes: Attributes,
  work: () => Promise<T>,
): Promise<T> {
  const span = tracer.startSpan(name, { kind, attributes }, parent);
  try {
    const result = await context.with(trace.setSpan(parent, span), work);
    span.end();
    return result;
  } catch (error) {
    conclude(span, error);
    throw error;
  }
}

/** A refusal is an answer. Of a failure only the name is recorded, because its message may hold anything. */
function conclude(span: Span, error: unknown): void {
  const refusal = refusalOf(error);
  if (refusal !== undefined) span.setAttribute('demerit.refusal', refusal.code);
  else if (error !== undefined) {
    span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

function through(destination: string): Attributes {
  return { 'messaging.system': 'rabbitmq', 'messaging.destination.name': destination };
}

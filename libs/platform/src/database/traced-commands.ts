import { SpanKind, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import type { mongo } from 'mongoose';

const tracer = trace.getTracer('demerit');

/**
 * A span for each command that is part of a traced piece of work; polling is not. Only the names of command and collection are recorded:
 * what is asked for may be personal.
 */
export function traceCommands(client: mongo.MongoClient): void {
  const running = new Map<number, Span>();
  client.on('commandStarted', ({ requestId, commandName, databaseName, command }) => {
    if (trace.getActiveSpan() === undefined) return;
    const collection: unknown = command[commandName];
    const isNamed = typeof collection === 'string';
    const attributes = {
      'db.system.name': 'mongodb',
      'db.namespace': databaseName,
      'db.operation.name': commandName,
      ...(isNamed && { 'db.collection.name': collection }),
    };
    const name = isNamed ? `${commandName} ${collection}` : commandName;
    running.set(requestId, tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }));
  });
  client.on('commandSucceeded', ({ requestId }) => {
    running.get(requestId)?.end();
    running.delete(requestId);
  });
  client.on('commandFailed', ({ requestId, failure }) => {
    const span = running.get(requestId);
    span?.setAttribute('error.type', failure.name).setStatus({ code: SpanStatusCode.ERROR }).end();
    running.delete(requestId);
  });
}

import { currentRequestId } from '@demerit/messaging';
import { trace } from '@opentelemetry/api';
import type { Params } from 'nestjs-pino';
import type { ServiceConfig, ServiceName } from '../config/config';
import { LEVELS, withoutPersonal } from './personal';

/** What pino makes something else of before it is written, so that only what it became can be looked through. */
const SERIALIZED: ReadonlySet<string> = new Set(['err', 'req', 'res']);

function struckOut(line: Record<string, unknown>): Record<string, unknown> {
  return withoutPersonal(line, LEVELS, SERIALIZED);
}

function struckOutField<T extends object>(field: T): T {
  return withoutPersonal(field, LEVELS - 1);
}

/** What a message mentions by `%o` becomes part of its text. */
function struckOutPart<T>(part: T): T {
  return typeof part === 'object' && part !== null ? withoutPersonal(part) : part;
}

type LoggedError = Record<'type' | 'message' | 'code' | 'stack', unknown>;

/** Nest logs every module and route as it starts. */
const START_UP_CHATTER = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer']);

function isChatter(entry: unknown): boolean {
  if (typeof entry !== 'object' || entry === null || !('context' in entry)) return false;
  return typeof entry.context === 'string' && START_UP_CHATTER.has(entry.context);
}

let writtenAt = { ms: NaN, text: '' };

/** Made once of each millisecond, since many lines may come in one. */
function timestamp(): string {
  const ms = Date.now();
  if (ms !== writtenAt.ms) writtenAt = { ms, text: `,"time":"${new Date(ms).toISOString()}"` };
  return writtenAt.text;
}

/** JSON lines with service and request id; personal fields of what is logged are struck out down to four levels (rules.md §1). */
export function loggerParams(service: ServiceName, config: ServiceConfig): Params {
  return {
    // Requests are logged where their id is given, in http.ts: nestjs-pino's middleware would make a child logger for each.
    forRoutes: [],
    pinoHttp: {
      level: config.logLevel,
      base: { service },
      timestamp,
      // Pino's own `redact` would walk through each line once for every field and level, 48 times: 49 µs a line.
      // What a child logger says with each line does not come by here; nobody makes one.
      formatters: { level: (label) => ({ level: label }), log: struckOut },
      mixin: () => {
        const fields: { requestId?: string; traceId?: string } = {};
        const requestId = currentRequestId();
        if (requestId !== undefined) fields.requestId = requestId;
        const traceId = trace.getActiveSpan()?.spanContext().traceId;
        if (traceId !== undefined && traceId !== '') fields.traceId = traceId;
        return fields;
      },
      hooks: {
        logMethod(parts, method) {
          if (isChatter(parts[0])) return;
          const [line, ...mentioned] = parts;
          const isAlone = mentioned.length === 0;
          const struck = isAlone ? parts : [line, ...mentioned.map(struckOutPart)];
          method.apply(this, struck as typeof parts);
        },
      },
      serializers: {
        // What an error carries besides may be anything: the driver's hold all it knows of its servers, or the row.
        err: ({ type, message, code, stack }: LoggedError) =>
          struckOutField({ type, message, code, stack }),
        req: struckOutField,
        res: struckOutField,
      },
    },
  };
}

import { currentRequestId } from '@demerit/messaging';
import { trace } from '@opentelemetry/api';
import type { Params } from 'nestjs-pino';
import type { ServiceConfig, ServiceName } from '../config/config';

const PERSONAL = [
  'authorization',
  'cookie',
  'phone',
  'name',
  'idNumber',
  'licenceNumber',
  'ownerLicenceNumber',
  'fileNumber',
  'token',
  'accessToken',
  'refreshToken',
  'code',
];
const DEPTH = 4;

/** Refusals and errors carry a `code` too; only digits are a secret. */
function censor(value: unknown, path: string[]): unknown {
  if (path.at(-1) === 'code' && !(typeof value === 'string' && /^\d{4,8}$/.test(value)))
    return value;
  return '[redacted]';
}

type LoggedError = Record<'type' | 'message' | 'code' | 'stack', unknown>;

/** Nest logs every module and route as it starts. */
const START_UP_CHATTER = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer']);

function isChatter(entry: unknown): boolean {
  if (typeof entry !== 'object' || entry === null || !('context' in entry)) return false;
  return typeof entry.context === 'string' && START_UP_CHATTER.has(entry.context);
}

/** JSON lines with service and request id; personal fields of what is logged are struck out down to four levels (rules.md §1). */
export function loggerParams(service: ServiceName, config: ServiceConfig): Params {
  const paths = PERSONAL.flatMap((field) =>
    Array.from({ length: DEPTH }, (_, depth) => `${'*.'.repeat(depth)}${field}`),
  );
  return {
    // Requests are logged where their id is given, in http.ts: nestjs-pino's middleware would make a child logger for each.
    forRoutes: [],
    pinoHttp: {
      level: config.logLevel,
      base: { service },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => {
        const requestId = currentRequestId();
        const traceId = trace.getActiveSpan()?.spanContext().traceId;
        return { ...(requestId !== undefined && { requestId }), ...(traceId && { traceId }) };
      },
      hooks: {
        logMethod(parts, method) {
          if (!isChatter(parts[0])) method.apply(this, parts);
        },
      },
      redact: { paths, censor },
      // What an error carries besides may be anything: the driver's hold all it knows of its servers, or the row.
      serializers: {
        err: ({ type, message, code, stack }: LoggedError) => ({ type, message, code, stack }),
      },
    },
  };
}

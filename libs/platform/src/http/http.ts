import { httpSpan, runInRequestContext } from '@demerit/messaging';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { context, type Span } from '@opentelemetry/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newId } from '../ids/ids';
import { Tracing } from '../logging/tracing';
import { Metrics } from '../metrics/metrics';

export const REQUEST_ID_HEADER = 'x-request-id';
const ACCEPTABLE_ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * A connection that was kept alive while its last request was answered would hold up the end of the process:
 * from the moment of closing, each answer ends its connection.
 */
export function endConnectionsOnClose(app: NestFastifyApplication): void {
  let closing = false;
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) void reply.header('connection', 'close');
    done();
  });
}

/** What is noted of a request until it is answered. */
const REFUSAL = Symbol('refusal');
const CALLER = Symbol('caller');
const SPAN = Symbol('span');

declare module 'fastify' {
  interface FastifyRequest {
    [CALLER]?: object | null;
    [SPAN]?: Span | null;
  }
  interface FastifyReply {
    [REFUSAL]?: string | null;
  }
}

/** Asked by machines every few seconds. */
const MACHINES = /^\/(health|metrics)/;

/** Notes the code with which a request is refused, so that the metrics count the request under it. */
export function recordRefusal(reply: FastifyReply, code: string): void {
  reply[REFUSAL] = code;
}

/** The code with which a request was refused. */
export function refusalOf(reply: FastifyReply): string | undefined {
  return reply[REFUSAL] ?? undefined;
}

/** Notes for the request's line in the log whose it is: nothing by which a person is known to strangers. */
export function recordCaller(request: FastifyRequest, facts: object): void {
  request[CALLER] = { ...request[CALLER], ...facts };
}

/**
 * Gives each HTTP request its id (the caller's when it is well-formed), which then follows it through logs and messages,
 * comes back in the answer's `x-request-id`, and stands in the one line logged per request. Counts it too. Paths are logged as patterns: no ids, no query.
 */
export function followRequests(app: NestFastifyApplication): void {
  const logger = new Logger('Http');
  const metrics = app.get(Metrics);
  const { isOn: isTracing } = app.get(Tracing);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.decorateRequest(CALLER, null).decorateRequest(SPAN, null).decorateReply(REFUSAL, null);
  fastify.addHook('onRequest', (request, reply, done) => {
    const given = request.headers[REQUEST_ID_HEADER];
    const requestId = typeof given === 'string' && ACCEPTABLE_ID.test(given) ? given : newId('req');
    void reply.header(REQUEST_ID_HEADER, requestId);
    const { url: route = 'unknown' } = request.routeOptions;
    if (!isTracing || MACHINES.test(route)) return runInRequestContext({ requestId }, done);
    const { traceparent } = request.headers;
    const { span, within } = httpSpan({ method: request.method, route }, { traceparent });
    request[SPAN] = span;
    context.with(within, () => runInRequestContext({ requestId }, done));
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url;
    metrics.answered({
      method: request.method,
      route,
      status: reply.statusCode,
      code: refusalOf(reply),
      durationMs: reply.elapsedTime,
    });
    request[SPAN]?.setAttribute('http.response.status_code', reply.statusCode).end();
    // An address without a route may hold anything: its line does not show it.
    if (!MACHINES.test(route ?? '')) {
      const requestId = reply.getHeader(REQUEST_ID_HEADER);
      const durationMs = Math.round(reply.elapsedTime);
      logger.log({
        msg: 'answered',
        method: request.method,
        route: route ?? 'none',
        status: reply.statusCode,
        refusal: refusalOf(reply),
        durationMs,
        requestId,
        ...request[CALLER],
      });
    }
    done();
  });
}

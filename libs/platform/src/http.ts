import { runInRequestContext } from '@demerit/messaging';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { newId } from './ids';

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

/**
 * Gives each HTTP request its id (the caller's when it is well-formed), which then follows it through logs and messages,
 * comes back in the answer's `x-request-id`, and stands in the one line logged per request. Paths are logged as patterns: no ids, no query.
 */
export function followRequests(app: NestFastifyApplication): void {
  const logger = new Logger('Http');
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    const given = request.headers[REQUEST_ID_HEADER];
    const requestId = typeof given === 'string' && ACCEPTABLE_ID.test(given) ? given : newId('req');
    void reply.header(REQUEST_ID_HEADER, requestId);
    runInRequestContext({ requestId }, done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url;
    if (route && !route.startsWith('/health')) {
      const requestId = reply.getHeader(REQUEST_ID_HEADER);
      const durationMs = Math.round(reply.elapsedTime);
      logger.log({
        msg: 'answered',
        method: request.method,
        route,
        status: reply.statusCode,
        durationMs,
        requestId,
      });
    }
    done();
  });
}

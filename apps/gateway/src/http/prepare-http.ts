import { Readable } from 'node:stream';
import { refuse, wording } from '@demerit/contracts';
import multipart from '@fastify/multipart';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify';
import { networkOf } from './addresses/network';
import { GatewayConfig } from './gateway.config';
import { limitTimes } from './limits/body-times';
import type { BodyKind } from './limits/body-times.rules';
import { limitConnections, limitLongAnswers } from './limits/open-ends';
import { RateLimit } from './limits/rate-limit';
import { Logins } from './logins/logins';
import { languageOf } from './requests/accept-negotiation';
import { guardRoutes } from './requests/auth.guard';
import { shapeErrors } from './requests/bodies';
import { areMisplacedLines, IMPORTS, takeLines } from './requests/lines';
import { againstHead, notUtf8, textOf } from './requests/text';
import { serveDocuments } from './document/openapi';
import { asRead } from './responses/as-read';
import { etagIn } from './responses/etag';
import { keepPrivate } from './responses/privacy';
import { protectPages } from './responses/security-headers';
import { RefuseUnasked } from './unasked';
import { watchRequests } from './watch/request-log';

/** Of every JSON body. */
export const BODY_LIMIT_BYTES = 64 * 1024;
/** The one route that takes files (documents.controller.ts). */
const UPLOAD_ROUTE = '/v1/me/documents';
/** Signed by somebody else, in their own form (webhooks.controller.ts). */
const WEBHOOKS = '/v1/webhooks/';

/** The gateway's side of `runService`: what happens to every request before a controller sees it, in this order. */
export async function prepareHttp(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  const config = app.get(GatewayConfig);
  watchRequests(app);
  protectPages(fastify);
  limitAddresses(fastify, new RateLimit(config.requestsPerSecond));
  limitConnections(fastify, config.connectionsPerAddress, config.trustProxy);
  limitTimes(fastify, kindOf);
  refuseNameless(fastify);
  keepPrivate(fastify);
  guardRoutes(fastify, app.get(Logins), config.sandbox);
  limitLongAnswers(fastify);
  readHeads(fastify);
  await readBodies(app, fastify);
  app.useGlobalGuards(new RefuseUnasked((url) => url.startsWith(WEBHOOKS) || url === UPLOAD_ROUTE));
  fastify.addHook('preSerialization', (request, reply, answer, done) => {
    const etag = etagIn(request.method, answer);
    if (etag !== undefined) void reply.header('etag', etag);
    done(null, asRead(answer, languageOf(request.headers['accept-language'])));
  });
  // Node would answer an `Expect` that it does not know with 417 and nothing else; HTTP lets it be ignored.
  const { server } = fastify;
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  serveDocuments(app);
}

function limitAddresses(fastify: FastifyInstance, limit: RateLimit): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (limit.allows(networkOf(request.ip), performance.now())) done();
    else done(refuse('RATE_LIMITED'));
  });
}

function kindOf(url: string): BodyKind {
  if (url === UPLOAD_ROUTE) return 'file';
  return IMPORTS.includes(url) ? 'lines' : 'object';
}

/** Node would answer a bare 400 by itself (`requireHostHeader`). */
function refuseNameless(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ raw, headers }, _reply, done) => {
    if (raw.httpVersion !== '1.1' || headers.host !== undefined) return done();
    const message = wording('form.missing', { field: 'Host' });
    done(refuse('VALIDATION_FAILED', { errors: [{ field: 'Host', message }] }));
  });
}

/** After the guard: whoever may not call is told that first. */
function readHeads(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    done(request.is404 ? undefined : againstHead(request));
  });
}

/** JSON objects, lines of them at the imports, and files at the one route for them; everything else is 415. */
async function readBodies(app: NestFastifyApplication, fastify: FastifyInstance): Promise<void> {
  // Names that would change what objects are stay fields of their own, so that `shapeErrors` can name them.
  const parse = fastify.getDefaultJsonParser('ignore', 'ignore');
  const limit = { bodyLimit: BODY_LIMIT_BYTES };
  app.useBodyParser<RawServerDefault>('application/json', limit, (request, body: Buffer, done) => {
    // A client that always names the type may still send nothing, such as with DELETE.
    if (body.length === 0) return done(null, undefined);
    const text = textOf(body);
    if (text === undefined) done(refuse('VALIDATION_FAILED', { errors: [notUtf8('body')] }));
    else void parse(request, text, done);
  });
  takeLines(fastify);
  fastify.removeContentTypeParser('text/plain');
  await app.register(multipart);
  fastify.addHook('preValidation', (request, _reply, done) => done(againstBody(request)));
}

function againstBody(request: FastifyRequest): Error | undefined {
  const { url = '' } = request.routeOptions;
  const isMisplacedFile = request.isMultipart() && url !== UPLOAD_ROUTE;
  if (isMisplacedFile || areMisplacedLines(request)) return new UnsupportedMediaTypeException();
  const isChecked = !url.startsWith(WEBHOOKS) && !(request.body instanceof Readable);
  const errors = isChecked ? shapeErrors(request.body) : [];
  return errors.length > 0 ? refuse('VALIDATION_FAILED', { errors }) : undefined;
}

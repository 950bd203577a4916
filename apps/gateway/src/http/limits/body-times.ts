import { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isTooSlow, type BodyKind } from './body-times.rules';

const HEADERS_MS = 30_000;
const LOOK_MS = 1_000;

/** Ends requests whose headers or body come too slowly, as Node ends them: 408, and the connection is closed. `kindOf`: what a route takes. */
export function limitTimes(fastify: FastifyInstance, kindOf: (url: string) => BodyKind): void {
  fastify.server.headersTimeout = HEADERS_MS;
  cutSilent(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    const kind = kindOf(request.routeOptions.url ?? '');
    // A request put in by a test has no connection.
    const isSent = request.raw.socket instanceof Socket && hasBody(request);
    if (isSent) watch(request, reply, kind, () => end(fastify, request, reply));
    done();
  });
}

/** Node looks at the time of headers from their first byte on. */
function cutSilent({ server }: FastifyInstance): void {
  server.on('connection', (socket: Socket) => {
    const look = (): void => {
      if (socket.bytesRead === 0) socket.destroy();
    };
    const timer = setTimeout(look, server.headersTimeout).unref();
    socket.once('close', () => clearTimeout(timer));
  });
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > 0;
}

function watch(
  { raw }: FastifyRequest,
  reply: FastifyReply,
  kind: BodyKind,
  onSlow: () => void,
): void {
  const { socket } = raw;
  const before = socket.bytesRead;
  let waitedMs = 0;
  const timer = setInterval(() => {
    // What has come and is not read yet, as while a batch of an import is written, is not waited for.
    const isAnswered = reply.raw.writableEnded;
    if (raw.readableLength > 0 && !isAnswered) return;
    waitedMs += LOOK_MS;
    // Who sends on after the answer is read no longer: that has the time of any other body.
    const bytes = socket.bytesRead - before;
    if (!isTooSlow({ waitedMs, bytes }, isAnswered ? 'object' : kind)) return;
    stop();
    onSlow();
  }, LOOK_MS);
  const stop = (): void => clearInterval(timer);
  timer.unref();
  raw.once('end', stop).once('close', stop);
}

function end({ server }: FastifyInstance, { raw, headers }: FastifyRequest, reply: FastifyReply) {
  if (reply.raw.headersSent) return void raw.socket.destroy();
  const code = 'ERR_HTTP_REQUEST_TIMEOUT';
  const language = headers['accept-language'];
  const error = Object.assign(new Error('The body came too slowly'), { code, language });
  server.emit('clientError', error, raw.socket);
}

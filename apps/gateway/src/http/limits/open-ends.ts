import type { Socket } from 'node:net';
import { refuse } from '@demerit/contracts';
import type { FastifyInstance } from 'fastify';
import { Places } from './places';

/** The one route whose answer has no end (events.controller.ts). */
const STREAM_ROUTE = '/v1/me/events';
/** Streams of one person: a few devices, and some that broke off and nobody noticed yet. */
const STREAMS_OF_A_PERSON = 10;
/** An office behind one address has many people. */
const STREAMS_OF_AN_ADDRESS = 500;
const AGAIN_SECONDS = 15;

/** Cuts connections of an address beyond so many, before anything is read. */
export function limitConnections({ server }: FastifyInstance, ofAnAddress: number): void {
  const places = new Places(ofAnAddress);
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    if (!places.take(address)) return void socket.destroy();
    socket.once('close', () => places.leave(address));
  });
}

/** Bounds what stays open by itself: streams of events of a person and of an address. After the guard, which says who asks. */
export function limitStreams(fastify: FastifyInstance): void {
  const persons = new Places(STREAMS_OF_A_PERSON);
  const addresses = new Places(STREAMS_OF_AN_ADDRESS);
  fastify.addHook('onRequest', (request, reply, done) => {
    const accountId = request.login?.caller.accountId;
    if (request.routeOptions.url !== STREAM_ROUTE || accountId === undefined) return done();
    const { ip } = request;
    const refusal = refuse('RATE_LIMITED', { retryAfterSeconds: AGAIN_SECONDS });
    if (!persons.take(accountId)) return done(refusal);
    if (!addresses.take(ip)) {
      persons.leave(accountId);
      return done(refusal);
    }
    reply.raw.once('close', () => {
      persons.leave(accountId);
      addresses.leave(ip);
    });
    done();
  });
}

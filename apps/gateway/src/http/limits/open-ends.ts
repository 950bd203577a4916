import { BlockList, isIPv6, type Socket } from 'node:net';
import { refuse } from '@demerit/contracts';
import type { FastifyInstance } from 'fastify';
import { networkOf } from '../addresses/network';
import { Places } from './places';

/** The one route whose answer has no end (events.controller.ts). */
const STREAM_ROUTE = '/v1/me/events';
/** Streams of one person: a few devices, and some that broke off and nobody noticed yet. */
const STREAMS_OF_A_PERSON = 10;
/** An office behind one address has many people. */
const STREAMS_OF_AN_ADDRESS = 500;
const AGAIN_SECONDS = 15;

/** Cuts connections of an address beyond so many, before anything is read; those of the `proxies` (TRUST_PROXY) are everybody's, and not counted. */
export function limitConnections(
  { server }: FastifyInstance,
  ofAnAddress: number,
  proxies: readonly string[],
): void {
  const places = new Places(ofAnAddress);
  const spared = listOf(proxies);
  server.on('connection', (socket: Socket) => {
    const { remoteAddress = '', remoteFamily } = socket;
    const family = remoteFamily === 'IPv6' ? 'ipv6' : 'ipv4';
    if (remoteAddress !== '' && spared.check(remoteAddress, family)) return;
    const network = networkOf(remoteAddress);
    if (!places.take(network)) return void socket.destroy();
    socket.once('close', () => places.leave(network));
  });
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/', 2);
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** Bounds what stays open by itself: streams of events of a person and of an address. After the guard, which says who asks. */
export function limitStreams(fastify: FastifyInstance): void {
  const persons = new Places(STREAMS_OF_A_PERSON);
  const addresses = new Places(STREAMS_OF_AN_ADDRESS);
  fastify.addHook('onRequest', (request, reply, done) => {
    const accountId = request.login?.caller.accountId;
    if (request.routeOptions.url !== STREAM_ROUTE || accountId === undefined) return done();
    const network = networkOf(request.ip);
    const refusal = refuse('RATE_LIMITED', { retryAfterSeconds: AGAIN_SECONDS });
    if (!persons.take(accountId)) return done(refusal);
    if (!addresses.take(network)) {
      persons.leave(accountId);
      return done(refusal);
    }
    reply.raw.once('close', () => {
      persons.leave(accountId);
      addresses.leave(network);
    });
    done();
  });
}

import { BlockList, isIPv6, type Socket } from 'node:net';
import { refuse } from '@demerit/contracts';
import type { FastifyInstance } from 'fastify';
import { networkOf } from '../addresses/network';
import { Places } from './places';

interface UnderWay {
  persons: Places;
  addresses: Places;
}

/** Route → what is under way of it, of each person and of each address: behind one there may be an office. */
const underWay = (): Record<string, UnderWay> => ({
  // Without an end (events.controller.ts): a few devices, and some that broke off and nobody noticed yet.
  '/v1/me/events': { persons: new Places(10), addresses: new Places(500) },
  // Reads what every service holds of somebody (own-data.controller.ts).
  '/v1/me/export': { persons: new Places(1), addresses: new Places(10) },
});
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

/** Bounds what stays open for long: streams of events and copies of one's own data. After the guard, which says who asks. */
export function limitLongAnswers(fastify: FastifyInstance): void {
  const limits = underWay();
  fastify.addHook('onRequest', (request, reply, done) => {
    const accountId = request.login?.caller.accountId;
    const limit = limits[request.routeOptions.url ?? ''];
    if (!limit || accountId === undefined) return done();
    const { persons, addresses } = limit;
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

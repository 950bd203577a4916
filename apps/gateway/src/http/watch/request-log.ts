import { Metrics, refusalOf, recordCaller } from '@demerit/platform';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Counter } from 'prom-client';
import { networkOf } from '../addresses/network';
import { hashed } from './address-hash';
import { Suspicions, SUSPICIONS } from './suspicions';

/** Who logs in is known by the answer alone. */
const LOG_INS = /^\/v1\/auth\//;

/**
 * Adds to the one line of each request whose it was: the account, and the caller's network as a hash whose salt lives in this process for a day, so
 * that a day's lines of one address can be found together and nobody can tell whose they were. Tells the log and the metrics of what looks like
 * an attack. Its last hook runs when the guard has said who asks.
 */
export function watchRequests(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const logger = new Logger('Watch');
  const suspicions = new Suspicions();
  const started = new Counter({
    name: 'demerit_suspicions_total',
    help: 'How often somebody began to do more of a kind in ten minutes than people do',
    labelNames: ['kind'],
    registers: [app.get(Metrics).registry],
  });
  for (const kind of SUSPICIONS) started.inc({ kind }, 0);
  // Before all others of its kind: whoever is refused later is in the log with their address too.
  fastify.addHook('onRequest', (request, _reply, done) => {
    recordCaller(request, { address: hashed(networkOf(request.ip)) });
    done();
  });
  fastify.addHook<{ accountId?: string } | null>(
    'preSerialization',
    (request, _reply, answer, done) => {
      const accountId = LOG_INS.test(request.routeOptions.url ?? '') && answer?.accountId;
      if (accountId) recordCaller(request, { accountId });
      done(null, answer);
    },
  );
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method, ip, login, routeOptions } = request;
    const accountId = login?.caller.accountId;
    const code = refusalOf(reply);
    const route = routeOptions.url ?? '';
    const status = reply.statusCode;
    const judged = { method, route, status, code, address: networkOf(ip), accountId };
    for (const kind of suspicions.startedBy(judged, performance.now())) {
      started.inc({ kind });
      const address = hashed(judged.address);
      logger.warn({ msg: 'suspicion', kind, route, accountId, address });
    }
    done();
  });
}

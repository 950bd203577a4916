/**
 * H1: our gateway's own program, with all that a request meets before and behind its controller. Only the services are not there: what they would
 * answer over the broker is answered at once.
 */
import 'reflect-metadata';
import type { Caller, OpenDispute, Requests, RequestType } from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import type { JSONWebKeySet } from 'jose';
import { eventually } from '../../tools/dev/client/eventually';
import { canListen } from '../../tools/dev/home/ports';
import { answersOk } from '../../tools/dev/programs/readiness';
import { compete } from '../contest/contestant';
import { disputeOf, type Server, type ServerSettings } from './post';

const FIRST_PORT = 32_000;

function answerForServices(jwks: JSONWebKeySet): void {
  const replies: Partial<Record<RequestType, (request: never) => unknown>> = {
    'jwks.get': () => jwks,
    'denial.list': () => ({ denials: [] }),
    'dispute.open': ({ caller, violationId, body }: OpenDispute & { caller: Caller }) =>
      disputeOf(caller.accountId, violationId, body),
  };
  MessagingClient.prototype.ask = async function ask(type: string, request: unknown) {
    const reply = replies[type as RequestType];
    if (reply === undefined) throw new Error(`nobody answers ${type} here`);
    return reply(request as never) as Requests[RequestType]['reply'] as never;
  };
}

async function freePort(): Promise<number> {
  let port = FIRST_PORT;
  while (!(await canListen(port))) port += 1;
  return port;
}

void compete(async ({ jwks }: ServerSettings): Promise<Server> => {
  const port = await freePort();
  process.env['HTTP_PORT'] = String(port);
  answerForServices(jwks);
  await import('../../apps/gateway/src/main.js');
  const url = `http://127.0.0.1:${port}`;
  await eventually(() => answersOk(`${url}/health/live`));
  return { url: async () => url };
});

/** H1: Fastify alone, the body and the answer described by JSON schemas as its documentation recommends. */
import { DISPUTE_GROUNDS, type DisputeBody } from '@demerit/contracts';
import fastify from 'fastify';
import { compete } from '../contest/contestant';
import { disputeOf, Tokens, type Server, type ServerSettings } from './post';

const ID = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' };
const TEXT = { type: 'string' };
const IDS = { type: 'array', maxItems: 10, items: ID };
const READABLE =
  '^(?!\\s*$)[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u202a-\\u202e\\u2066-\\u2069]*$';

const BODY = {
  type: 'object',
  additionalProperties: false,
  required: ['ground', 'statement', 'documentIds'],
  properties: {
    ground: { enum: DISPUTE_GROUNDS },
    statement: { type: 'string', minLength: 1, maxLength: 2_000, pattern: READABLE },
    documentIds: IDS,
  },
};
const ANSWER = {
  type: 'object',
  properties: {
    ...{ disputeId: TEXT, violationId: TEXT, ground: TEXT, statement: TEXT },
    ...{ documentIds: { type: 'array', items: TEXT }, status: TEXT, submittedAt: TEXT },
    ...{ dueAt: TEXT, timeline: { type: 'array', items: { type: 'object' } } },
  },
};

interface Route {
  Params: { violationId: string };
  Body: DisputeBody;
}

void compete(async ({ jwks }: ServerSettings): Promise<Server> => {
  const tokens = new Tokens(jwks);
  // What is of no use is refused and not taken out.
  const app = fastify({ ajv: { customOptions: { removeAdditional: false, coerceTypes: false } } });
  const accounts = new WeakMap<object, string>();
  app.addHook('onRequest', async (request, reply) => {
    const accountId = await tokens.accountOf(request.headers.authorization);
    if (accountId === undefined) return reply.code(401).send({ error: 'Unauthorized' });
    accounts.set(request, accountId);
    return undefined;
  });
  app.post<Route>(
    '/v1/violations/:violationId/disputes',
    { schema: { body: BODY, response: { 201: ANSWER } } },
    async (request, reply) => {
      void reply.code(201);
      const { violationId } = request.params;
      return disputeOf(accounts.get(request) ?? '', violationId, request.body);
    },
  );
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { url: async () => url };
});

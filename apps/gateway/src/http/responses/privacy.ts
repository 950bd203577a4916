import type { FastifyInstance } from 'fastify';

/** The routes whose answers are the same for everybody. */
const FOR_EVERYBODY = ['/v1/violation-catalogue', '/v1/policy'];

/** What a caller is answered is theirs: no cache on the way keeps it, be it a refusal. */
export function keepPrivate(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const { url = '' } = request.routeOptions;
    if (url.startsWith('/v1/') && !FOR_EVERYBODY.includes(url))
      void reply.header('cache-control', 'no-store');
    done();
  });
}

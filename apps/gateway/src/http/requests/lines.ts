import { Readable } from 'node:stream';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';

type Strategy = Parameters<FastifyInstance['addConstraintStrategy']>[0];
type Handler = Parameters<ReturnType<Strategy['storage']>['set']>[1];

/** One JSON object a line. */
export const NDJSON = 'application/x-ndjson';

export const IMPORTS = [
  '/v1/registry/vehicles',
  '/v1/registry/licences',
  '/v1/registry/study-certificates',
  '/v1/registry/opening-balances',
  '/v1/registry/violations',
];

/** For `@RouteConstraints`: the method that takes a stream of lines, where another one takes a single object at the same address. */
export const LINES = { form: 'lines' };

/** The body as it comes. Empty where none was sent. */
export const Lines = createParamDecorator((_: unknown, context: ExecutionContext): Readable => {
  const { body } = context.switchToHttp().getRequest<FastifyRequest>();
  return body instanceof Readable ? body : Readable.from([]);
});

/** Hands bodies of lines on as they come, without a limit, to the routes that take them. */
export function takeLines(fastify: FastifyInstance): void {
  fastify.addConstraintStrategy({
    name: 'form',
    storage: () => {
      const handlers = new Map<unknown, Handler>();
      return {
        get: (form) => handlers.get(form) ?? null,
        set: (form, handler) => void handlers.set(form, handler),
      };
    },
    deriveConstraint: ({ headers }) =>
      headers['content-type']?.toLowerCase().startsWith(NDJSON) ? LINES.form : undefined,
  });
  fastify.addContentTypeParser(NDJSON, (_request, payload, done) => done(null, payload));
}

/** Lines are for imports alone. */
export function areMisplacedLines({ body, routeOptions }: FastifyRequest): boolean {
  return body instanceof Readable && !IMPORTS.includes(routeOptions.url ?? '');
}

import {
  refuse,
  textIn,
  wording,
  type Language,
  type Role,
  type Wording,
} from '@demerit/contracts';
import { recordCaller } from '@demerit/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Login, Logins } from '../logins/logins';
import type { Access } from './access';

/** Routes that are no method of a controller here: health and metrics (platform), the API document and its page. */
const PUBLIC_ROUTES = /^\/(health\/(live|ready)|metrics|openapi\.json|docs(\/.*)?)$/;

declare module 'fastify' {
  interface FastifyRequest {
    login: Login | null;
  }
}

/**
 * Decides 401 and 403, deny by default (rules.md §1.role.routes). It is a hook and not a Nest guard, because those run after the body was read: here a stranger's bytes are never
 * read, and 401 and 403 come before anything the body may be refused for. A route that names no roles does not start.
 */
export function guardRoutes(fastify: FastifyInstance, logins: Logins, sandbox: boolean): void {
  fastify.decorateRequest('login', null);
  fastify.addHook('onRoute', ({ url, method, config }) => {
    if (accessOf(url, config?.access) !== undefined) return;
    throw new Error(`${String(method)} ${url} names no @Roles(), @AnyRole() or @Public()`);
  });
  fastify.addHook('onRequest', async (request) => {
    if (request.is404) return;
    const { url = '', config } = request.routeOptions;
    const access = accessOf(url, config.access);
    if (access === 'public') return;
    if (access === 'sandbox' && !sandbox) throw refuse('ROUTE_NOT_FOUND');
    if (access === 'sandbox') return;
    if (access === undefined) throw refuse('FORBIDDEN');
    request.login = await loginOf(request, logins);
    const { accountId, roles } = request.login.caller;
    recordCaller(request, { accountId });
    if (access.roles.length > 0 && !access.roles.some((role) => roles.includes(role)))
      throw refuse('FORBIDDEN', { detail: needsRole(access.roles) });
  });
  // Again when the body is there, which may be a minute later (rules.md §1.token.denied); of streams whoever reads them looks.
  fastify.addHook('preValidation', async ({ login }) => {
    if (login !== null) await logins.again(login);
  });
}

function needsRole(roles: readonly Role[]): Wording {
  const either = (language: Language): string => roles.join(textIn(language, 'access.or'));
  return wording('access.needs_role', {
    roles: { en: either('en'), 'zh-CN': either('zh-CN') },
  });
}

function accessOf(url: string, named: Access | undefined): Access | undefined {
  return named ?? (PUBLIC_ROUTES.test(url) ? 'public' : undefined);
}

async function loginOf(request: FastifyRequest, logins: Logins): Promise<Login> {
  const token = /^Bearer +([\w.~+/=-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) throw refuse('UNAUTHENTICATED');
  return logins.of(token);
}

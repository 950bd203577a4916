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

const TOKEN = /^Bearer +([\w.~+/=-]+)$/i;

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
  fastify.addHook('onRequest', (request, _reply, done) => {
    const access = restrictedAccess(request, sandbox);
    if (access instanceof Error || access === undefined) return done(access);
    const token = TOKEN.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) return done(refuse('UNAUTHENTICATED'));
    const enter = (login: Login): void => admit(request, login, access);
    let login: Login | undefined;
    try {
      login = logins.checkedBefore(token);
      if (login) enter(login);
    } catch (error) {
      return done(error as Error);
    }
    if (login) return done();
    void logins
      .of(token)
      .then(enter)
      .then(() => done(), done);
  });
  // Again when the body is there, which may be a minute later (rules.md §1.token.denied); of streams whoever reads them looks.
  fastify.addHook('preValidation', ({ login }, _reply, done) => {
    if (login === null || logins.isStillGood(login)) done();
    else void logins.again(login).then(() => done(), done);
  });
}

type Restricted = Exclude<Access, string>;

/** Undefined where anybody may call, or nobody is there; an error where nobody may. */
function restrictedAccess(
  { is404, routeOptions }: FastifyRequest,
  sandbox: boolean,
): Restricted | Error | undefined {
  if (is404) return undefined;
  const { url = '', config } = routeOptions;
  const access = accessOf(url, config.access);
  if (access === 'public') return undefined;
  if (access === 'sandbox') return sandbox ? undefined : refuse('ROUTE_NOT_FOUND');
  return access ?? refuse('FORBIDDEN');
}

function admit(request: FastifyRequest, login: Login, { roles: wanted }: Restricted): void {
  request.login = login;
  const { accountId, roles } = login.caller;
  recordCaller(request, { accountId });
  if (wanted.length > 0 && !wanted.some((role) => roles.includes(role)))
    throw refuse('FORBIDDEN', { detail: needsRole(wanted) });
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

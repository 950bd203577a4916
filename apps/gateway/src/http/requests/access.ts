import type { Role } from '@demerit/contracts';
import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiSecurity } from '@nestjs/swagger';

/** Who may call a route. `roles: []` = anyone who is logged in; one of the roles is enough. */
export type Access = 'public' | 'sandbox' | { roles: readonly Role[] };

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
}

/** No token is asked for. */
export function Public(): MethodDecorator {
  return RouteConfig({ access: 'public' satisfies Access });
}

/** Public, and there only with `SANDBOX=true`. */
export function Sandbox(): MethodDecorator {
  return RouteConfig({ access: 'sandbox' satisfies Access });
}

/** Anyone who is logged in. */
export function AnyRole(): MethodDecorator {
  return restricted([]);
}

/** Whoever has one of the roles. */
export function Roles(...roles: [Role, ...Role[]]): MethodDecorator {
  return restricted(roles);
}

/** Whether only staff calls a route, for somebody else. */
export function isForStaff(access: Access | undefined): boolean {
  if (typeof access !== 'object' || access.roles.length === 0) return false;
  return !access.roles.includes('citizen');
}

function restricted(roles: Role[]): MethodDecorator {
  const access: Access = { roles };
  return applyDecorators(RouteConfig({ access }), ApiSecurity('bearer', roles));
}

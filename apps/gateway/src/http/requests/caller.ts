import type { Caller, CommandKey, Language, StaffCommand } from '@demerit/contracts';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { networkOf } from '../addresses/network';
import type { Login } from '../logins/logins';
import { languageOf, negotiated } from './accept-negotiation';
import { deviceNameOf, deviceOf } from './device';
import { commandKey } from './idempotency-key';

/** The account that calls. Only on routes that ask for a token. */
export const Who = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller => loginOf(requestOf(context)).caller,
);

/** The same with the token's end, for what outlives one answer. */
export const LoggedIn = createParamDecorator((_: unknown, context: ExecutionContext): Login =>
  loginOf(requestOf(context)),
);

/** From what somebody logs in. */
export const Device = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { headers, ip } = requestOf(context);
  return deviceOf(headers['user-agent'], ip);
});

/** From where a request comes, as limits count it. */
export const Address = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  networkOf(requestOf(context).ip),
);

/** What of it its owner recognises. */
export const DeviceName = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | undefined =>
    deviceNameOf(requestOf(context).headers['user-agent']),
);

/** `Idempotency-Key` as a `CommandKey`, or undefined. */
export const Key = createParamDecorator(
  (_: unknown, context: ExecutionContext): CommandKey | undefined => keyOf(requestOf(context)),
);

/**
 * Whoever takes the step of a `@StaffDecision()`, with its key and the header `If-Match`, verbatim. A text longer than messages take is nobody's
 * etag; its beginning is not either.
 */
export const ByStaff = createParamDecorator(
  (_: unknown, context: ExecutionContext): StaffCommand => {
    const request = requestOf(context);
    return {
      caller: loginOf(request).caller,
      idempotency: keyOf(request),
      ifMatch: request.headers['if-match']?.slice(0, 200),
    };
  },
);

/** The language the caller reads best, by `Accept-Language`. */
export const Reads = createParamDecorator((_: unknown, context: ExecutionContext): Language => {
  return languageOf(requestOf(context).headers['accept-language']);
});

/** The same of a caller who says so; undefined of any other. */
export const Speaks = createParamDecorator(
  (_: unknown, context: ExecutionContext): Language | undefined => {
    const header = requestOf(context).headers['accept-language'];
    return header === undefined || header.trim() === '*' ? undefined : languageOf(header);
  },
);

/** Whether the caller would rather have a page than JSON, by `Accept`; without a preference it is JSON. */
export const WantsPage = createParamDecorator((_: unknown, context: ExecutionContext): boolean => {
  const { accept } = requestOf(context).headers;
  return negotiated(accept, ['application/json', 'text/html']) === 'text/html';
});

function requestOf(context: ExecutionContext): FastifyRequest {
  return context.switchToHttp().getRequest<FastifyRequest>();
}

function loginOf({ login, routeOptions }: FastifyRequest): Login {
  if (login) return login;
  throw new Error(`${String(routeOptions.url)} is public: it has no caller`);
}

function keyOf({ headers, method, url, body, login }: FastifyRequest): CommandKey | undefined {
  const [path = ''] = url.split('?', 1);
  const scope = { accountId: login?.caller.accountId, method, path };
  const key = headers['idempotency-key'];
  return commandKey(Array.isArray(key) ? key.join(', ') : key, scope, body);
}

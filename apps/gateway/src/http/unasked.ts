import { Readable } from 'node:stream';
import { refuse } from '@demerit/contracts';
import { MOST_NAMED, shown, type FieldError } from '@demerit/platform';
import type { CanActivate, ExecutionContext, Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { unknownField } from './requests/text';

/**
 * Refuses fields at routes that take none, in the body as in the query: where a route takes any, the class of its parameter says which, and the
 * validation of forms refuses the others. A guard, since an interceptor is too late for a stream of events. rules.md §10.forms.unknown.
 */
export class RefuseUnasked implements CanActivate {
  /** `foreign`: whether a body at this address has a form of its own. */
  constructor(private readonly foreign: (url: string) => boolean) {}

  canActivate(context: ExecutionContext): true {
    const { url = '' } = context.switchToHttp().getRequest<FastifyRequest>().routeOptions;
    const errors = url.startsWith('/v1/') ? this.unaskedIn(context, url) : [];
    if (errors.length > 0) throw refuse('VALIDATION_FAILED', { errors });
    return true;
  }

  private unaskedIn(context: ExecutionContext, url: string): FieldError[] {
    const { body, query } = context.switchToHttp().getRequest<FastifyRequest>();
    const takes = parametersOf(context.getClass(), context.getHandler().name);
    const takesBody = takes.has(RouteParamtypes.BODY) || this.foreign(url);
    const names = [
      ...(takesBody ? [] : namesIn(body)),
      ...(takes.has(RouteParamtypes.QUERY) ? [] : namesIn(query)),
    ];
    return names.slice(0, MOST_NAMED).map((name) => unknownField(shown(name)));
  }
}

/** None of lines, which are taken where they are expected and nowhere else. */
function namesIn(sent: unknown): string[] {
  const isObject = typeof sent === 'object' && sent !== null && !(sent instanceof Readable);
  return isObject ? Object.keys(sent) : [];
}

const parameters = new WeakMap<Type, Map<string, Set<number>>>();

/** Where a method takes its parameters from, those of our own decorators left out, whose keys begin with anything. Looked up once of each. */
function parametersOf(controller: Type, method: string): Set<number> {
  const ofController = parameters.get(controller) ?? new Map<string, Set<number>>();
  parameters.set(controller, ofController);
  const earlier = ofController.get(method);
  if (earlier) return earlier;
  const declared: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method);
  const own = Object.keys(declared ?? {}).filter((key) => /^\d+:\d+$/.test(key));
  const found = new Set(own.map((key) => Number.parseInt(key, 10)));
  ofController.set(method, found);
  return found;
}

import {
  CanActivate,
  Injectable,
  UnauthorizedException,
  type ExecutionContext,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ServiceConfig } from '../config/config';
import { constantTimeEqual } from '../personal-data/lookup-keys';

export const INTERNAL_TOKEN_HEADER = 'x-internal-token';

/** For HTTP between services (bytes that do not belong on a queue): the caller must hold `INTERNAL_TOKEN`. */
@Injectable()
export class InternalGuard implements CanActivate {
  constructor(private readonly config: ServiceConfig) {}

  canActivate(context: ExecutionContext): boolean {
    const token = context.switchToHttp().getRequest<FastifyRequest>().headers[
      INTERNAL_TOKEN_HEADER
    ];
    if (typeof token === 'string' && constantTimeEqual(token, this.config.internalToken))
      return true;
    throw new UnauthorizedException();
  }
}

import { constantTimeEqual } from '@demerit/platform';
import {
  CanActivate,
  Injectable,
  UnauthorizedException,
  type ExecutionContext,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PaymentSandboxConfig } from './payment-sandbox.config';

/** Only whoever holds the provider's secret opens, reads and refunds payments. */
@Injectable()
export class SecretGuard implements CanActivate {
  constructor(private readonly config: PaymentSandboxConfig) {}

  canActivate(context: ExecutionContext): boolean {
    const { authorization = '' } = context.switchToHttp().getRequest<FastifyRequest>().headers;
    if (constantTimeEqual(authorization, `Bearer ${this.config.paymentSandboxSecret}`)) return true;
    throw new UnauthorizedException();
  }
}

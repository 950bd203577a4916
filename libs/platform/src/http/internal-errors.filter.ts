import { isDatabaseAway, refusalOf, ServiceUnavailable } from '@demerit/messaging';
import {
  Catch,
  HttpException,
  Logger,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** Every refusal has this status between services; the gateway alone knows which one a caller sees. */
const REFUSED = 422;
const UNAVAILABLE = 503;

/** For HTTP between services: a refusal is 422 `{refusal}`, what went wrong is 503 `{failure: true}`. */
@Catch()
export class InternalErrors implements ExceptionFilter {
  private readonly logger = new Logger(InternalErrors.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const refusal = refusalOf(error);
    if (refusal) return void reply.status(REFUSED).send({ refusal });
    if (error instanceof HttpException) {
      return void reply.status(error.getStatus()).send({ failure: true });
    }
    const isAway = isDatabaseAway(error) || error instanceof ServiceUnavailable;
    const level = isAway ? 'warn' : 'error';
    this.logger[level]({ msg: 'internal request failed', err: error });
    void reply.status(UNAVAILABLE).send({ failure: true });
  }
}

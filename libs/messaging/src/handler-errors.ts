import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import { catchError, throwError, type Observable } from 'rxjs';

/**
 * Nest replaces every error of a message handler by "Internal server error". The one place that decides
 * between answer, retry and dead letter has to see the error itself, so it travels in an envelope.
 */
@Injectable()
export class HandlerErrors implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'rpc') return next.handle();
    return next
      .handle()
      .pipe(
        catchError((error: unknown) => throwError(() => new RpcException({ handlerError: error }))),
      );
  }
}

/** The error the handler threw. */
export function handlerErrorOf(thrown: unknown): unknown {
  if (typeof thrown === 'object' && thrown !== null && 'handlerError' in thrown) {
    return thrown.handlerError;
  }
  return thrown;
}

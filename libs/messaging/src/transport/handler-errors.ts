import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { catchError, of, type Observable } from 'rxjs';

/** What a handler's error comes back as. */
export class HandlerFailure {
  constructor(readonly error: unknown) {}
}

/**
 * Nest's exception filters replace the error of a message handler by "Internal server error", or, in a
 * process that speaks HTTP too, by an HTTP answer. The one place that decides between answer, retry and
 * dead letter has to see the error itself, so it goes past the filters as a value.
 */
@Injectable()
export class HandlerErrors implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'rpc') return next.handle();
    return next.handle().pipe(catchError((error: unknown) => of(new HandlerFailure(error))));
  }
}

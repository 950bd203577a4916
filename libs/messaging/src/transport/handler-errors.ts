import { Catch, type ArgumentsHost } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { of, type Observable } from 'rxjs';

/** What a handler's error comes back as. */
export class HandlerFailure {
  constructor(readonly error: unknown) {}
}

/**
 * Nest by itself replaces the error of a message handler by "Internal server error". The one place that decides between answer, retry and
 * dead letter has to see the error itself, so it goes there as a value. HTTP is answered as Nest does by itself. A filter and no interceptor, since the
 * chain of interceptors took more than half the time of an answer, with nothing gone wrong.
 *
 * Nest asks the filter that was bound last and no other. A filter of the whole application that catches everything is therefore bound by a module that is
 * imported after messaging's, has HTTP for its own, and gives back what a message's handler threw: `throwError(() => thrown)`.
 */
@Catch()
export class HandlerErrors extends BaseExceptionFilter {
  override catch(error: unknown, host: ArgumentsHost): Observable<HandlerFailure> | undefined {
    if (host.getType() === 'rpc') return of(new HandlerFailure(error));
    super.catch(error, host);
    return undefined;
  }
}

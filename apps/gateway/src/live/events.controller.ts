import { Controller, Headers, Sse, type MessageEvent } from '@nestjs/common';
import { ApiHeader, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { defer, map, merge, switchMap, takeUntil, timer, type Observable } from 'rxjs';
import { Denials } from '../http/logins/denials';
import type { Login } from '../http/logins/logins';
import { AnyRole } from '../http/requests/access';
import { LoggedIn } from '../http/requests/caller';
import { EventStream } from './event-stream';

const SIGN_OF_LIFE_MS = 15_000;

@ApiTags('Identity')
@Controller()
export class EventsController {
  constructor(
    private readonly events: EventStream,
    private readonly denials: Denials,
  ) {}

  /** What concerns the caller, as it happens, until the access token ends, its session does, or the roles change; `Last-Event-ID` resumes. */
  @Sse('v1/me/events')
  @AnyRole()
  @ApiProduces('text/event-stream')
  @ApiHeader({
    name: 'last-event-id',
    required: false,
    description: 'The `id` of the newest event that was read: what came after it is sent first',
  })
  @ApiResponse({
    status: 200,
    description:
      'Server-sent events, each with `id`, `event` (its type, as `handling.closed`) and `data` (JSON: ids and facts of it). A comment every 15 seconds is a sign of life',
    schema: { type: 'string' },
  })
  follow(
    @LoggedIn() { caller, shown, expiresAt }: Login,
    @Headers('last-event-id') lastEventId: string | undefined,
  ): Observable<MessageEvent> {
    const signsOfLife = timer(0, SIGN_OF_LIFE_MS).pipe(map(() => this.events.signOfLife()));
    return defer(() => this.events.ready()).pipe(
      switchMap(() => merge(this.events.of(caller.accountId, lastEventId), signsOfLife)),
      takeUntil(timer(expiresAt)),
      takeUntil(this.denials.of(shown)),
      takeUntil(this.events.ended),
    );
  }
}

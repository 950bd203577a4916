import { MessageContext } from '@demerit/messaging';
import { Controller, Headers, Sse, type MessageEvent } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { interval, map, merge, takeUntil, timer, type Observable } from 'rxjs';
import { AnyRole } from './access';
import type { Login } from './auth.guard';
import { LoggedIn } from './caller';
import { EventStream } from './event-stream';

const SIGN_OF_LIFE_MS = 15_000;

@ApiTags('Identity')
@Controller()
export class EventsController {
  constructor(private readonly events: EventStream) {}

  /** Every event of the system, so that none is published to nobody. */
  @EventPattern<string>('#')
  heard(@Payload() payload: object, @Ctx() context: MessageContext): void {
    this.events.tell(context, payload);
  }

  /** What concerns the caller, as it happens, until the access token ends; `Last-Event-ID` resumes. */
  @Sse('v1/me/events')
  @AnyRole()
  @ApiProduces('text/event-stream')
  @ApiResponse({ status: 200, description: 'Server-sent events', schema: { type: 'string' } })
  follow(
    @LoggedIn() { caller, expiresAt }: Login,
    @Headers('last-event-id') lastEventId: string | undefined,
  ): Observable<MessageEvent> {
    const signsOfLife = interval(SIGN_OF_LIFE_MS).pipe(map(() => ({ comment: 'still here' })));
    return merge(this.events.of(caller.accountId, lastEventId), signsOfLife).pipe(
      takeUntil(timer(expiresAt)),
      takeUntil(this.events.ended),
    );
  }
}

import { IdentityVerified, type EventType } from '@demerit/contracts';
import { Inbox, MessageContext } from '@demerit/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { PeopleStore } from './people.store';

/** Who is verified, as identity says. */
@Controller()
export class PeopleController {
  constructor(
    private readonly people: PeopleStore,
    private readonly inbox: Inbox,
  ) {}

  @EventPattern<EventType>('identity.verified')
  async verified(
    @Payload() { accountId: _id, personKey }: IdentityVerified,
    @Ctx() context: MessageContext,
  ) {
    await this.inbox.processTogether(context, (session) =>
      this.people.put({ _id, personKey }, session),
    );
  }
}

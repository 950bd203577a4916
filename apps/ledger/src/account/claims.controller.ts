import { LicenceClaimed } from '@demerit/contracts';
import { Inbox, MessageContext } from '@demerit/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { ClaimsService } from './claims.service';

@Controller()
export class ClaimsController {
  constructor(
    private readonly inbox: Inbox,
    private readonly claims: ClaimsService,
  ) {}

  @EventPattern<string>('licence.claimed')
  async claimed(@Payload() event: LicenceClaimed, @Ctx() context: MessageContext): Promise<void> {
    await this.inbox.process(context, (session) => this.claims.claimed(event, session));
  }
}

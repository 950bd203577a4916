import { Handling, WindowAcceptanceBody, type Caller, type CommandKey } from '@demerit/contracts';
import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Roles } from '../http/requests/access';
import { Key, Who } from '../http/requests/caller';
import { TakesKey } from '../http/requests/idempotency-key';
import { Services } from '../http/services';

@ApiTags('Desk')
@Controller()
export class WindowController {
  constructor(private readonly services: Services) {}

  /** An officer at the window accepts for the person who drove: above the online maximum and up to full score, too. Whoever has the order's id may pay. */
  @Post('v1/window/acceptances')
  @Roles('officer')
  @TakesKey()
  accept(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Body() body: WindowAcceptanceBody,
  ): Promise<Handling> {
    return this.services.ask('window.accept', { caller, idempotency, body });
  }
}

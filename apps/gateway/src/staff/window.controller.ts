import {
  Handling,
  HandlingOptions,
  WindowAcceptanceBody,
  WindowOptionsQuery,
  type Caller,
  type CommandKey,
  type Language,
} from '@demerit/contracts';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Roles } from '../http/requests/access';
import { Key, Reads, Who } from '../http/requests/caller';
import { TakesKey } from '../http/requests/idempotency-key';
import { Services } from '../http/services';

@ApiTags('Desk')
@Controller()
export class WindowController {
  constructor(private readonly services: Services) {}

  /** What accepting would mean for the person at the window, and which methods are open to them: fine, points, how much of the limits is used, and whether it would be the fourth. Nothing is reserved. Audited. */
  @Get('v1/window/handling-options')
  @Roles('officer')
  options(
    @Who() caller: Caller,
    @Reads() language: Language,
    @Query() of: WindowOptionsQuery,
  ): Promise<HandlingOptions> {
    return this.services.ask('window.options', { caller, of, language });
  }

  /** An officer at the window accepts for the person who drove: above the online maximum and up to full score, too. Whoever has the order's id may pay. An attempt that would be the fourth (`wouldBeTheFourth` at `GET /v1/window/handling-options`) is refused, lists the person for a key review and suspends their point service: ask there first. §4 */
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

import { WalkInAdmitted, WalkInBody, type Caller, type CommandKey } from '@demerit/contracts';
import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Roles } from '../http/requests/access';
import { Key, Who } from '../http/requests/caller';
import { TakesKey } from '../http/requests/idempotency-key';
import { Services } from '../http/services';

@ApiTags('Desk')
@Controller()
export class PersonsController {
  constructor(private readonly services: Services) {}

  /** Verifies a person who is present and claims their licence; both papers have been seen. With a phone they can log in later. The licence is then handled for at `POST /v1/window/acceptances`. */
  @Post('v1/desk/persons')
  @Roles('officer')
  @TakesKey()
  admit(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Body() body: WalkInBody,
  ): Promise<WalkInAdmitted> {
    return this.services.ask('walk-in.admit', { caller, idempotency, body });
  }
}

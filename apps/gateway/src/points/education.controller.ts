import { EducationBody, EducationOrder, type Caller, type CommandKey } from '@demerit/contracts';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Roles } from '../http/requests/access';
import { Key, Who } from '../http/requests/caller';
import { TakesKey } from '../http/requests/idempotency-key';
import { idOr } from '../http/requests/ids';
import { Services } from '../http/services';

@ApiTags('Staff')
@Controller()
export class EducationController {
  constructor(private readonly services: Services) {}

  /** Study days done and an exam passed of a full-score education; the last step clears the points and gives the licence back. */
  @Post('v1/licences/:licenceId/education')
  @HttpCode(200)
  @Roles('officer')
  @TakesKey()
  record(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Param('licenceId') id: string,
    @Body() body: EducationBody,
  ): Promise<EducationOrder> {
    const licenceId = idOr('LICENCE_NOT_FOUND', id);
    return this.services.ask('education.record', { caller, idempotency, licenceId, body });
  }
}

import { LiftBarBody, type Caller } from '@demerit/contracts';
import { Body, Controller, Delete, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Roles } from '../http/requests/access';
import { Who } from '../http/requests/caller';
import { idOr } from '../http/requests/ids';
import { Services } from '../http/services';

@ApiTags('Desk')
@Controller()
export class BindingBarsController {
  constructor(private readonly services: Services) {}

  /** Lets somebody ask for others' vehicles again, who was barred for false material. */
  @Delete('v1/desk/binding-bars/:accountId')
  @HttpCode(204)
  @Roles('officer')
  async lift(
    @Who() caller: Caller,
    @Param('accountId') id: string,
    @Body() body: LiftBarBody,
  ): Promise<void> {
    const accountId = idOr('BINDING_BAR_NOT_FOUND', id);
    await this.services.ask('binding-bar.lift', { caller, accountId, body });
  }
}

import { Handling, PageQuery, type Caller } from '@demerit/contracts';
import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AnyRole } from '../http/requests/access';
import { Who } from '../http/requests/caller';
import { idOr } from '../http/requests/ids';
import { ApiPageResponse } from '../http/responses/api-responses';
import { Services } from '../http/services';

@ApiTags('Violations')
@Controller()
export class HandlingsController {
  constructor(private readonly services: Services) {}

  /** The caller's handlings. */
  @Get('v1/handlings')
  @AnyRole()
  @ApiPageResponse(Handling)
  list(@Who() caller: Caller, @Query() page: PageQuery) {
    return this.services.ask('handling.list', { caller, page });
  }

  /** One handling with its timeline. */
  @Get('v1/handlings/:handlingId')
  @AnyRole()
  get(@Who() caller: Caller, @Param('handlingId') id: string) {
    const handlingId = idOr('HANDLING_NOT_FOUND', id);
    return this.services.ask('handling.get', { caller, handlingId });
  }

  /** Withdraws an unpaid acceptance within 24 hours. */
  @Delete('v1/handlings/:handlingId')
  @HttpCode(204)
  @AnyRole()
  async withdraw(@Who() caller: Caller, @Param('handlingId') id: string): Promise<void> {
    const handlingId = idOr('HANDLING_NOT_FOUND', id);
    await this.services.ask('handling.withdraw', { caller, handlingId });
  }
}

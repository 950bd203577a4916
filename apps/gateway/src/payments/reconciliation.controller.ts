import {
  Difference,
  DifferenceDecisionBody,
  DifferencesQuery,
  type Caller,
  type StaffCommand,
} from '@demerit/contracts';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Roles } from '../http/requests/access';
import { ByStaff, Who } from '../http/requests/caller';
import { idOr } from '../http/requests/ids';
import { StaffDecision } from '../http/requests/staff-decision';
import { ApiPageResponse } from '../http/responses/api-responses';
import { Services } from '../http/services';

@ApiTags('Staff')
@Controller()
export class ReconciliationController {
  constructor(private readonly services: Services) {}

  /** Money that is not where it should be, with what to do about it. */
  @Get('v1/review/reconciliation')
  @Roles('officer')
  @ApiPageResponse(Difference)
  list(@Who() caller: Caller, @Query() page: DifferencesQuery) {
    return this.services.ask('difference.list', { caller, page });
  }

  /** One difference. */
  @Get('v1/review/reconciliation/:differenceId')
  @Roles('officer')
  get(@Who() caller: Caller, @Param('differenceId') id: string): Promise<Difference> {
    const differenceId = idOr('DIFFERENCE_NOT_FOUND', id);
    return this.services.ask('difference.get', { caller, differenceId });
  }

  /** Closes a difference that was cleared with the provider. */
  @Post('v1/review/reconciliation/:differenceId/decision')
  @HttpCode(200)
  @StaffDecision('officer')
  decide(
    @ByStaff() step: StaffCommand,
    @Param('differenceId') id: string,
    @Body() body: DifferenceDecisionBody,
  ): Promise<Difference> {
    const differenceId = idOr('DIFFERENCE_NOT_FOUND', id);
    const command = { ...step, differenceId, body };
    return this.services.ask('difference.decide', command);
  }
}

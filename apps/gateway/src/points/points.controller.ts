import {
  EntriesQuery,
  Entry,
  PageQuery,
  PointsStatement,
  SanctionAnswerBody,
  SanctionCase,
  Study,
  StudyBody,
  type Caller,
  type CommandKey,
} from '@demerit/contracts';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AnyRole } from '../http/requests/access';
import { Key, Who } from '../http/requests/caller';
import { TakesKey } from '../http/requests/idempotency-key';
import { idOr } from '../http/requests/ids';
import { ApiPageResponse } from '../http/responses/api-responses';
import { Services } from '../http/services';

@ApiTags('Points')
@Controller()
export class PointsController {
  constructor(private readonly services: Services) {}

  /** Points of the present cycle and what the limits leave. */
  @Get('v1/me/points')
  @AnyRole()
  async statement(@Who() caller: Caller): Promise<PointsStatement> {
    const statement = await this.services.ask('points.statement', { caller });
    const used = statement.vehiclesUsed;
    const plates = await this.services.platesOf(used.map(({ vehicleId }) => vehicleId));
    for (const vehicle of used) vehicle.plateNumber = plates[vehicle.vehicleId];
    return statement;
  }

  /** The entries of the caller's record. */
  @Get('v1/me/points/entries')
  @AnyRole()
  @ApiPageResponse(Entry)
  entries(@Who() caller: Caller, @Query() page: EntriesQuery) {
    return this.services.ask('points.entries', { caller, page });
  }

  /** Reduces points by a study. Its certificate is one that was registered for the caller’s licence, and counts once. */
  @Post('v1/me/points/studies')
  @AnyRole()
  @TakesKey()
  study(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Body() body: StudyBody,
  ): Promise<Study> {
    return this.services.ask('points.study', { caller, idempotency, body });
  }

  /** Cases of point trading that concern the caller, from the notice on. */
  @Get('v1/me/sanction-cases')
  @AnyRole()
  @ApiPageResponse(SanctionCase)
  sanctionCases(@Who() caller: Caller, @Query() page: PageQuery) {
    return this.services.ask('sanction-case.of-caller', { caller, page });
  }

  /** Answers such a case in writing, until it is decided. */
  @Post('v1/me/sanction-cases/:caseId/answers')
  @AnyRole()
  @TakesKey()
  answerCase(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Param('caseId') id: string,
    @Body() body: SanctionAnswerBody,
  ): Promise<SanctionCase> {
    const caseId = idOr('SANCTION_CASE_NOT_FOUND', id);
    return this.services.ask('sanction-case.answer', { caller, idempotency, caseId, body });
  }
}

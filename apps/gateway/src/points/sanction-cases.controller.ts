import {
  SanctionCase,
  SanctionCaseBody,
  SanctionDecisionBody,
  SanctionEnforcementBody,
  SanctionNoticeBody,
  SanctionRevocationBody,
  type Caller,
  type CommandKey,
  type StaffCommand,
} from '@demerit/contracts';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Roles } from '../http/requests/access';
import { ByStaff, Key, Who } from '../http/requests/caller';
import { TakesKey } from '../http/requests/idempotency-key';
import { idOr } from '../http/requests/ids';
import { StaffDecision } from '../http/requests/staff-decision';
import { ApiPageResponse } from '../http/responses/api-responses';
import { Services } from '../http/services';
import { SanctionCasesQuery } from './queries';

/** Cases of point trading: opened, noticed, decided, in force, revoked. */
@ApiTags('Staff')
@Controller()
export class SanctionCasesController {
  constructor(private readonly services: Services) {}

  /** Opens a case. */
  @Post('v1/sanction-cases')
  @Roles('officer')
  @TakesKey()
  open(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Body() body: SanctionCaseBody,
  ): Promise<SanctionCase> {
    return this.services.ask('sanction-case.open', { caller, idempotency, body });
  }

  /** All cases, or those of a status. */
  @Get('v1/sanction-cases')
  @Roles('officer')
  @ApiPageResponse(SanctionCase)
  list(@Who() caller: Caller, @Query() { status, ...page }: SanctionCasesQuery) {
    return this.services.ask('sanction-case.list', { caller, status, page });
  }

  /** One case; while it can be decided, with what the policy allows. */
  @Get('v1/sanction-cases/:caseId')
  @Roles('officer')
  get(@Who() caller: Caller, @Param('caseId') id: string): Promise<SanctionCase> {
    return this.services.ask('sanction-case.get', { caller, caseId: caseIdOf(id) });
  }

  /** Gives the person notice: from now on they read the case at `/v1/me/sanction-cases` and may answer it until the decision. Completes a case that a review opened. */
  @Post('v1/sanction-cases/:caseId/notice')
  @HttpCode(200)
  @StaffDecision('officer')
  notice(
    @ByStaff() step: StaffCommand,
    @Param('caseId') id: string,
    @Body() body: SanctionNoticeBody,
  ): Promise<SanctionCase> {
    const command = { ...step, caseId: caseIdOf(id), body };
    return this.services.ask('sanction-case.notice', command);
  }

  /** Decides the measures, within what the policy allows at this offence of the person. */
  @Post('v1/sanction-cases/:caseId/decision')
  @HttpCode(200)
  @StaffDecision('officer')
  decide(
    @ByStaff() step: StaffCommand,
    @Param('caseId') id: string,
    @Body() body: SanctionDecisionBody,
  ): Promise<SanctionCase> {
    const command = { ...step, caseId: caseIdOf(id), body };
    return this.services.ask('sanction-case.decide', command);
  }

  /** Brings the decision into force, and with it more than its measures: every penalty decision that the case names is revoked (points reversed, slots freed, fine and surcharge refunded) and its violation published again; orders are opened for fine and confiscation; the licence is suspended or revoked, and points are recorded, as decided; a seller's bindings of others' vehicles end. §5 */
  @Post('v1/sanction-cases/:caseId/enforcement')
  @HttpCode(200)
  @StaffDecision('officer')
  enforce(
    @ByStaff() step: StaffCommand,
    @Param('caseId') id: string,
    @Body() body: SanctionEnforcementBody,
  ): Promise<SanctionCase> {
    const command = { ...step, caseId: caseIdOf(id), body };
    return this.services.ask('sanction-case.enforce', command);
  }

  /** Drops a case, or undoes one in force as far as that can be; names what cannot. */
  @Post('v1/sanction-cases/:caseId/revocation')
  @HttpCode(200)
  @StaffDecision('officer')
  revoke(
    @ByStaff() step: StaffCommand,
    @Param('caseId') id: string,
    @Body() body: SanctionRevocationBody,
  ): Promise<SanctionCase> {
    const command = { ...step, caseId: caseIdOf(id), body };
    return this.services.ask('sanction-case.revoke', command);
  }
}

function caseIdOf(id: string): string {
  return idOr('SANCTION_CASE_NOT_FOUND', id);
}

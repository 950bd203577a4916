import {
  DeskDisputeBody,
  Dispute,
  DisputeBody,
  DisputeDecisionBody,
  DisputeReviewItem,
  PageQuery,
  type Caller,
  type CommandKey,
  type StaffCommand,
} from '@demerit/contracts';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AnyRole, Roles } from '../http/requests/access';
import { ByStaff, Key, Who } from '../http/requests/caller';
import { TakesKey } from '../http/requests/idempotency-key';
import { idOr } from '../http/requests/ids';
import { StaffDecision } from '../http/requests/staff-decision';
import { ApiPageResponse } from '../http/responses/api-responses';
import { Services } from '../http/services';
import { DisputesQuery } from './queries';

/** Disputes of published violations, and the officers who answer them. */
@Controller()
export class DisputesController {
  constructor(private readonly services: Services) {}

  /** Disputes a published violation, with evidence uploaded before. */
  @Post('v1/violations/:violationId/disputes')
  @AnyRole()
  @TakesKey()
  @ApiTags('Violations')
  open(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Param('violationId') id: string,
    @Body() body: DisputeBody,
  ): Promise<Dispute> {
    const violationId = idOr('VIOLATION_NOT_FOUND', id);
    return this.services.ask('dispute.open', { caller, idempotency, violationId, body });
  }

  /** Takes the dispute of somebody present, of a vehicle that nobody but its owner can bind: a commercial one, or one whose plate type is neither `small` nor `small_new_energy`. It is theirs, as if made online; the evidence is the officer’s upload. §2, §3 */
  @Post('v1/desk/disputes')
  @Roles('officer')
  @TakesKey()
  @ApiTags('Desk')
  openAtDesk(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Body() body: DeskDisputeBody,
  ): Promise<Dispute> {
    return this.services.ask('dispute.open-at-desk', { caller, idempotency, body });
  }

  /** The caller's disputes, and those of vehicles they own. */
  @Get('v1/disputes')
  @AnyRole()
  @ApiTags('Violations')
  @ApiPageResponse(Dispute)
  list(@Who() caller: Caller, @Query() page: PageQuery) {
    return this.services.ask('dispute.list', { caller, page });
  }

  /** One dispute, with its answer once there is one. */
  @Get('v1/disputes/:disputeId')
  @AnyRole()
  @ApiTags('Violations')
  get(@Who() caller: Caller, @Param('disputeId') id: string): Promise<Dispute> {
    return this.services.ask('dispute.get', { caller, disputeId: disputeIdOf(id) });
  }

  /** Takes a dispute back while nobody has answered it; the violation is published again. */
  @Delete('v1/disputes/:disputeId')
  @HttpCode(204)
  @AnyRole()
  @ApiTags('Violations')
  async withdraw(@Who() caller: Caller, @Param('disputeId') id: string): Promise<void> {
    await this.services.ask('dispute.withdraw', { caller, disputeId: disputeIdOf(id) });
  }

  /** Disputes that wait for an answer, what is due first, or those of another status. */
  @Get('v1/review/disputes')
  @Roles('officer')
  @ApiTags('Staff')
  @ApiPageResponse(DisputeReviewItem, 'Due first')
  queue(@Who() caller: Caller, @Query() { status, ...page }: DisputesQuery) {
    return this.services.ask('dispute-review.list', { caller, status, page });
  }

  /** One dispute with what is known of the violation. */
  @Get('v1/review/disputes/:disputeId')
  @Roles('officer')
  @ApiTags('Staff')
  review(@Who() caller: Caller, @Param('disputeId') id: string): Promise<DisputeReviewItem> {
    return this.services.ask('dispute-review.get', { caller, disputeId: disputeIdOf(id) });
  }

  /** Answers with written reasons: the violation is eliminated, or stands and is published again. */
  @Post('v1/review/disputes/:disputeId/decision')
  @HttpCode(200)
  @StaffDecision('officer')
  @ApiTags('Staff')
  decide(
    @ByStaff() step: StaffCommand,
    @Param('disputeId') id: string,
    @Body() body: DisputeDecisionBody,
  ): Promise<DisputeReviewItem> {
    const command = { ...step, disputeId: disputeIdOf(id), body };
    return this.services.ask('dispute-review.decide', command);
  }
}

function disputeIdOf(id: string): string {
  return idOr('DISPUTE_NOT_FOUND', id);
}

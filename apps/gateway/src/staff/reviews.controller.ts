import {
  BindingDecisionBody,
  BindingReviewItem,
  DecisionBody,
  VerificationItem,
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
import { BindingReviewsQuery, VerificationsQuery } from './queries';

@ApiTags('Staff')
@Controller()
export class ReviewsController {
  constructor(private readonly services: Services) {}

  /** Identity verifications that wait, oldest first, or those of another status. */
  @Get('v1/review/identity-verifications')
  @Roles('reviewer')
  @ApiPageResponse(VerificationItem, 'Longest waiting first')
  verifications(@Who() caller: Caller, @Query() { status, ...page }: VerificationsQuery) {
    return this.services.ask('verification.list', { caller, status, page });
  }

  /** One verification. */
  @Get('v1/review/identity-verifications/:accountId')
  @Roles('reviewer')
  verification(@Who() caller: Caller, @Param('accountId') id: string) {
    const accountId = idOr('VERIFICATION_NOT_FOUND', id);
    return this.services.ask('verification.get', { caller, accountId });
  }

  /** Approves or rejects an identity; a reason is needed to reject. */
  @Post('v1/review/identity-verifications/:accountId/decision')
  @HttpCode(200)
  @StaffDecision('reviewer')
  decideVerification(
    @ByStaff() step: StaffCommand,
    @Param('accountId') id: string,
    @Body() body: DecisionBody,
  ) {
    const accountId = idOr('VERIFICATION_NOT_FOUND', id);
    const command = { ...step, accountId, body };
    return this.services.ask('verification.decide', command);
  }

  /** Requests to bind another person's vehicle. */
  @Get('v1/review/bindings')
  @Roles('reviewer')
  @ApiPageResponse(BindingReviewItem, 'Longest waiting first')
  bindings(@Who() caller: Caller, @Query() { status, ...page }: BindingReviewsQuery) {
    return this.services.ask('binding-review.list', { caller, status, page });
  }

  /** One request with its documents. */
  @Get('v1/review/bindings/:bindingId')
  @Roles('reviewer')
  binding(@Who() caller: Caller, @Param('bindingId') id: string) {
    const bindingId = idOr('BINDING_NOT_FOUND', id);
    return this.services.ask('binding-review.get', { caller, bindingId });
  }

  /** Approves or rejects a binding; a reason is needed to reject. For false material the applicant is barred from asking for others' vehicles. */
  @Post('v1/review/bindings/:bindingId/decision')
  @HttpCode(200)
  @StaffDecision('reviewer')
  decideBinding(
    @ByStaff() step: StaffCommand,
    @Param('bindingId') id: string,
    @Body() body: BindingDecisionBody,
  ) {
    const bindingId = idOr('BINDING_NOT_FOUND', id);
    const command = { ...step, bindingId, body };
    return this.services.ask('binding-review.decide', command);
  }
}

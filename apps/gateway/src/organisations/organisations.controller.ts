import {
  DecisionBody,
  Organisation,
  OrganisationBody,
  OrganisationItem,
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
import { ApiFieldsResponse, ApiPageResponse, text } from '../http/responses/api-responses';
import { Services } from '../http/services';
import { OrganisationReviewsQuery } from './queries';

@ApiTags('Organisations')
@Controller()
export class OrganisationsController {
  constructor(private readonly services: Services) {}

  /** Organisations for which the caller acts, or has asked to act. */
  @Get('v1/me/organisations')
  @AnyRole()
  @ApiPageResponse(Organisation)
  mine(@Who() caller: Caller, @Query() page: PageQuery) {
    return this.services.ask('organisation.list', { caller, page });
  }

  /** Asks to act for an organisation, with its business licence and a letter of authorisation; a reviewer decides. */
  @Post('v1/me/organisations')
  @HttpCode(202)
  @AnyRole()
  @TakesKey()
  @ApiFieldsResponse(202, 'It waits for a reviewer', {
    organisationId: text("Of this account's request"),
    status: { type: 'string', enum: ['submitted'], description: 'How far it has come' },
  })
  request(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Body() body: OrganisationBody,
  ) {
    return this.services.ask('organisation.request', { caller, idempotency, body });
  }

  /** The caller acts for the organisation no longer, from this moment on. */
  @Delete('v1/me/organisations/:organisationId')
  @HttpCode(204)
  @AnyRole()
  async leave(@Who() caller: Caller, @Param('organisationId') id: string): Promise<void> {
    const organisationId = idOr('ORGANISATION_NOT_FOUND', id);
    await this.services.ask('organisation.leave', { caller, organisationId });
  }

  /** Requests to act for an organisation that wait, oldest first, or those of another status. */
  @Get('v1/review/organisations')
  @Roles('reviewer')
  @ApiPageResponse(OrganisationItem, 'Longest waiting first')
  reviews(@Who() caller: Caller, @Query() { status, ...page }: OrganisationReviewsQuery) {
    return this.services.ask('organisation-review.list', { caller, status, page });
  }

  /** One request, whole. */
  @Get('v1/review/organisations/:organisationId')
  @Roles('reviewer')
  review(@Who() caller: Caller, @Param('organisationId') id: string) {
    const organisationId = idOr('ORGANISATION_NOT_FOUND', id);
    return this.services.ask('organisation-review.get', { caller, organisationId });
  }

  /** Approves or rejects a request; a reason is needed to reject. Rejecting what is approved takes the approval back. */
  @Post('v1/review/organisations/:organisationId/decision')
  @HttpCode(200)
  @StaffDecision('reviewer')
  decide(
    @ByStaff() step: StaffCommand,
    @Param('organisationId') id: string,
    @Body() body: DecisionBody,
  ) {
    const organisationId = idOr('ORGANISATION_NOT_FOUND', id);
    return this.services.ask('organisation-review.decide', { ...step, organisationId, body });
  }
}

import {
  KeyReviewDecisionBody,
  KeyReviewTarget,
  PageQuery,
  type Caller,
  type StaffCommand,
  type Page,
} from '@demerit/contracts';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Roles } from '../http/requests/access';
import { ByStaff, Who } from '../http/requests/caller';
import { idOr } from '../http/requests/ids';
import { StaffDecision } from '../http/requests/staff-decision';
import { ApiPageResponse } from '../http/responses/api-responses';
import { Services } from '../http/services';

/** The ledger knows vehicles by id alone; their plates are joined here. */
@ApiTags('Staff')
@Controller()
export class KeyReviewController {
  constructor(private readonly services: Services) {}

  /** People and vehicles that went beyond a limit. */
  @Get('v1/review/key-review-targets')
  @Roles('reviewer')
  @ApiPageResponse(KeyReviewTarget)
  async list(@Who() caller: Caller, @Query() page: PageQuery): Promise<Page<KeyReviewTarget>> {
    const found = await this.services.ask('key-review.list', { caller, page });
    await this.withPlates(...found.items);
    return found;
  }

  /** One target. */
  @Get('v1/review/key-review-targets/:targetId')
  @Roles('reviewer')
  async get(@Who() caller: Caller, @Param('targetId') id: string): Promise<KeyReviewTarget> {
    const targetId = idOr('KEY_REVIEW_TARGET_NOT_FOUND', id);
    const target = await this.services.ask('key-review.get', { caller, targetId });
    await this.withPlates(target);
    return target;
  }

  /** Releases a target, with extra slots if need be, or confirms it. */
  @Post('v1/review/key-review-targets/:targetId/decision')
  @HttpCode(200)
  @StaffDecision('reviewer')
  async decide(
    @ByStaff() step: StaffCommand,
    @Param('targetId') id: string,
    @Body() body: KeyReviewDecisionBody,
  ): Promise<KeyReviewTarget> {
    const targetId = idOr('KEY_REVIEW_TARGET_NOT_FOUND', id);
    const command = { ...step, targetId, body };
    const target = await this.services.ask('key-review.decide', command);
    await this.withPlates(target);
    return target;
  }

  private async withPlates(...targets: KeyReviewTarget[]): Promise<void> {
    const plates = await this.services.platesOf(targets.map(({ vehicleId }) => vehicleId));
    for (const target of targets)
      if (target.vehicleId !== undefined) target.plateNumber = plates[target.vehicleId];
  }
}

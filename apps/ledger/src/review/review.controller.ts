import { GetStanding, ListTargets, TargetOf } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { ReviewService } from './review.service';
import { StandingsService } from './standings.service';

/** A reviewer's decision (`key-review.decide`) comes in at sanctions, since it may open a case. */
@Controller()
export class ReviewController {
  constructor(
    private readonly reviews: ReviewService,
    private readonly standings: StandingsService,
  ) {}

  @MessagePattern('points.standing')
  standing(@Payload() request: GetStanding) {
    return this.standings.of(request);
  }

  @MessagePattern('key-review.list')
  list(@Payload() request: ListTargets) {
    return this.reviews.list(request);
  }

  @MessagePattern('key-review.get')
  get(@Payload() request: TargetOf) {
    return this.reviews.get(request);
  }
}

import {
  BindingOf,
  DecideBinding,
  LiftBar,
  ListBindingReviews,
  type RequestType,
} from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { BarsService } from './bars.service';
import { ReviewService } from './review.service';

/** The reviewers' queue of bindings and their decisions. */
@Controller()
export class ReviewController {
  constructor(
    private readonly review: ReviewService,
    private readonly bars: BarsService,
  ) {}

  @MessagePattern<RequestType>('binding-review.list')
  queue(@Payload() query: ListBindingReviews) {
    return this.review.queue(query);
  }

  @MessagePattern<RequestType>('binding-review.get')
  get(@Payload() query: BindingOf) {
    return this.review.get(query);
  }

  @MessagePattern<RequestType>('binding-review.decide')
  decide(@Payload() command: DecideBinding) {
    return this.review.decide(command);
  }

  @MessagePattern<RequestType>('binding-bar.lift')
  liftBar(@Payload() command: LiftBar) {
    return this.bars.lift(command);
  }
}

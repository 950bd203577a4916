import {
  CancelViolation,
  CorrectViolation,
  NoticeOf,
  type RequestType,
  type ViolationsReplies,
} from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { CorrectionsService } from './corrections.service';

type Reply<Name extends keyof ViolationsReplies> = Promise<ViolationsReplies[Name]>;

@Controller()
export class CorrectionsController {
  constructor(private readonly corrections: CorrectionsService) {}

  @MessagePattern<RequestType>('violation.of-notice')
  get(@Payload() request: NoticeOf): Reply<'violation.of-notice'> {
    return this.corrections.get(request);
  }

  @MessagePattern<RequestType>('violation.correct')
  correct(@Payload() command: CorrectViolation): Reply<'violation.correct'> {
    return this.corrections.correct(command);
  }

  @MessagePattern<RequestType>('violation.cancel')
  cancel(@Payload() command: CancelViolation): Reply<'violation.cancel'> {
    return this.corrections.cancel(command);
  }
}

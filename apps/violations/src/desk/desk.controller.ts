import {
  CaseOfHandling,
  DecisionOf,
  NoticeOf,
  type RequestType,
  type ViolationsReplies,
} from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { DeskService } from './desk.service';

type Reply<Name extends keyof ViolationsReplies> = Promise<ViolationsReplies[Name]>;

@Controller()
export class DeskController {
  constructor(private readonly desk: DeskService) {}

  @MessagePattern<RequestType>('case.of-notice')
  ofNotice(@Payload() request: NoticeOf): Reply<'case.of-notice'> {
    return this.desk.ofNotice(request);
  }

  @MessagePattern<RequestType>('case.of-decision')
  ofDecision(@Payload() request: DecisionOf): Reply<'case.of-decision'> {
    return this.desk.ofDecision(request);
  }

  @MessagePattern<RequestType>('case.of-handling')
  ofHandling(@Payload() request: CaseOfHandling): Reply<'case.of-handling'> {
    return this.desk.ofHandling(request);
  }
}

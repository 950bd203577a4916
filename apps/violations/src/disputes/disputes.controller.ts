import {
  DecideDispute,
  DisputeAtDesk,
  DisputeOf,
  EvidenceVisible,
  ListDisputeReviews,
  ListOfCaller,
  OpenDispute,
  type RequestType,
} from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { DeskDisputesService } from './desk-disputes.service';
import { DisputesService } from './disputes.service';

@Controller()
export class DisputesController {
  constructor(
    private readonly disputes: DisputesService,
    private readonly desk: DeskDisputesService,
  ) {}

  @MessagePattern<RequestType>('dispute.open')
  open(@Payload() command: OpenDispute) {
    return this.disputes.open(command);
  }

  @MessagePattern<RequestType>('dispute.open-at-desk')
  openAtDesk(@Payload() command: DisputeAtDesk) {
    return this.desk.open(command);
  }

  @MessagePattern<RequestType>('dispute.list')
  list(@Payload() request: ListOfCaller) {
    return this.disputes.list(request);
  }

  @MessagePattern<RequestType>('dispute.get')
  get(@Payload() request: DisputeOf) {
    return this.disputes.get(request);
  }

  @MessagePattern<RequestType>('violation.evidence-visible')
  evidenceVisible(@Payload() request: EvidenceVisible) {
    return this.disputes.evidenceVisible(request);
  }

  @MessagePattern<RequestType>('dispute.withdraw')
  withdraw(@Payload() request: DisputeOf) {
    return this.disputes.withdraw(request);
  }

  @MessagePattern<RequestType>('dispute-review.list')
  queue(@Payload() request: ListDisputeReviews) {
    return this.disputes.queue(request);
  }

  @MessagePattern<RequestType>('dispute-review.get')
  review(@Payload() request: DisputeOf) {
    return this.disputes.review(request);
  }

  @MessagePattern<RequestType>('dispute-review.decide')
  decide(@Payload() command: DecideDispute) {
    return this.disputes.decide(command);
  }
}

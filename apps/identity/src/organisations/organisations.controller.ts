import {
  DecideOrganisation,
  GetPerson,
  ListOfCaller,
  ListOrganisationReviews,
  OrganisationOf,
  RequestOrganisation,
  type RequestType,
} from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { OrganisationReviewService } from './organisation-review.service';
import { OrganisationsService } from './organisations.service';

@Controller()
export class OrganisationsController {
  constructor(
    private readonly organisations: OrganisationsService,
    private readonly review: OrganisationReviewService,
  ) {}

  @MessagePattern<RequestType>('organisation.request')
  request(@Payload() command: RequestOrganisation) {
    return this.organisations.request(command);
  }

  @MessagePattern<RequestType>('organisation.list')
  list(@Payload() query: ListOfCaller) {
    return this.organisations.list(query);
  }

  @MessagePattern<RequestType>('organisation.leave')
  leave(@Payload() command: OrganisationOf) {
    return this.organisations.leave(command);
  }

  @MessagePattern<RequestType>('person.delegations')
  async delegations(@Payload() { accountId }: GetPerson) {
    return { delegations: await this.organisations.delegationsOf(accountId) };
  }

  @MessagePattern<RequestType>('organisation-review.list')
  queue(@Payload() query: ListOrganisationReviews) {
    return this.review.list(query);
  }

  @MessagePattern<RequestType>('organisation-review.get')
  get(@Payload() query: OrganisationOf) {
    return this.review.get(query);
  }

  @MessagePattern<RequestType>('organisation-review.decide')
  decide(@Payload() command: DecideOrganisation) {
    return this.review.decide(command);
  }
}

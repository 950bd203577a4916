import { GetIdentities, GetPerson, Query, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { PeopleService } from './people.service';

@Controller()
export class PeopleController {
  constructor(private readonly people: PeopleService) {}

  @MessagePattern<RequestType>('account.me')
  me(@Payload() { caller }: Query) {
    return this.people.me(caller);
  }

  @MessagePattern<RequestType>('person.get')
  person(@Payload() { accountId }: GetPerson) {
    return this.people.person(accountId);
  }

  @MessagePattern<RequestType>('person.identities')
  identities(@Payload() query: GetIdentities) {
    return this.people.identities(query);
  }

  @MessagePattern<RequestType>('person.self')
  self(@Payload() { accountId }: GetPerson) {
    return this.people.self(accountId);
  }

  @MessagePattern<RequestType>('own-data.begin')
  beginOwnData(@Payload() { caller }: Query) {
    return this.people.beginOwnData(caller);
  }
}

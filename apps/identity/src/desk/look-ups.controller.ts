import { OpenLicence, SearchAccount, SearchLicence, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { LookUpsService } from './look-ups.service';

@Controller()
export class LookUpsController {
  constructor(private readonly lookUps: LookUpsService) {}

  @MessagePattern<RequestType>('account.search')
  account(@Payload() query: SearchAccount) {
    return this.lookUps.account(query);
  }

  @MessagePattern<RequestType>('licence.search')
  licence(@Payload() query: SearchLicence) {
    return this.lookUps.licence(query);
  }

  @MessagePattern<RequestType>('licence.open')
  open(@Payload() query: OpenLicence) {
    return this.lookUps.open(query);
  }
}

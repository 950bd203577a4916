import {
  AccountOf,
  DecideVerification,
  ListVerifications,
  SubmitIdentity,
  type RequestType,
} from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { VerificationService } from './verification.service';

@Controller()
export class VerificationController {
  constructor(private readonly verifications: VerificationService) {}

  @MessagePattern<RequestType>('identity.submit')
  submit(@Payload() command: SubmitIdentity) {
    return this.verifications.submit(command);
  }

  @MessagePattern<RequestType>('verification.list')
  list(@Payload() query: ListVerifications) {
    return this.verifications.list(query);
  }

  @MessagePattern<RequestType>('verification.get')
  get(@Payload() query: AccountOf) {
    return this.verifications.get(query);
  }

  @MessagePattern<RequestType>('verification.decide')
  decide(@Payload() command: DecideVerification) {
    return this.verifications.decide(command);
  }
}

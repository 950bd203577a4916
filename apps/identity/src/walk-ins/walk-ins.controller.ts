import { AdmitWalkIn, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { WalkInsService } from './walk-ins.service';

@Controller()
export class WalkInsController {
  constructor(private readonly walkIns: WalkInsService) {}

  @MessagePattern<RequestType>('walk-in.admit')
  admit(@Payload() command: AdmitWalkIn) {
    return this.walkIns.admit(command);
  }
}

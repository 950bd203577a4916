import { ListDenials, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { DenialsStore } from './denials.store';

@Controller()
export class DenialsController {
  constructor(private readonly denials: DenialsStore) {}

  @MessagePattern<RequestType>('denial.list')
  list(@Payload() { after }: ListDenials) {
    return this.denials.list(after);
  }
}

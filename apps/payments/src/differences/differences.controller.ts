import { DifferenceOf, ListDifferences, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { DifferencesService } from './differences.service';

@Controller()
export class DifferencesController {
  constructor(private readonly differences: DifferencesService) {}

  @MessagePattern<RequestType>('difference.list')
  list(@Payload() query: ListDifferences) {
    return this.differences.list(query);
  }

  @MessagePattern<RequestType>('difference.get')
  get(@Payload() query: DifferenceOf) {
    return this.differences.get(query);
  }
}

import { EnterOpeningBalance, ImportBatch } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { OpeningService } from './opening.service';

@Controller()
export class OpeningController {
  constructor(private readonly openings: OpeningService) {}

  @MessagePattern('opening-balance.enter')
  enter(@Payload() command: EnterOpeningBalance) {
    return this.openings.enterOne(command);
  }

  @MessagePattern('opening-balance.import')
  import(@Payload() batch: ImportBatch) {
    return this.openings.import(batch);
  }
}

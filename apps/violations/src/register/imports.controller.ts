import { ImportBatch, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { ImportService } from './import.service';

@Controller()
export class ImportsController {
  constructor(private readonly imports: ImportService) {}

  @MessagePattern<RequestType>('violation.import')
  import(@Payload() batch: ImportBatch) {
    return this.imports.import(batch);
  }
}

import { ImportBatch, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { LicenceImportsService } from './imports.service';

@Controller()
export class LicenceImportsController {
  constructor(private readonly imports: LicenceImportsService) {}

  @MessagePattern<RequestType>('licence.import')
  import(@Payload() batch: ImportBatch) {
    return this.imports.import(batch);
  }
}

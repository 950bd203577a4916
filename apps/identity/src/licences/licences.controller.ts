import {
  ClaimLicence,
  FindLicences,
  GetLicenceHolder,
  ImportBatch,
  RegisterLicence,
  type RequestType,
} from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { LicenceImportsService } from './imports.service';
import { LicencesService } from './licences.service';

@Controller()
export class LicencesController {
  constructor(
    private readonly licences: LicencesService,
    private readonly imports: LicenceImportsService,
  ) {}

  @MessagePattern<RequestType>('licence.register')
  register(@Payload() command: RegisterLicence) {
    return this.licences.register(command);
  }

  @MessagePattern<RequestType>('licence.import')
  import(@Payload() batch: ImportBatch) {
    return this.imports.import(batch);
  }

  @MessagePattern<RequestType>('licence.claim')
  claim(@Payload() command: ClaimLicence) {
    return this.licences.claim(command);
  }

  @MessagePattern<RequestType>('licence.holder')
  holder(@Payload() { licenceId }: GetLicenceHolder) {
    return this.licences.holder(licenceId);
  }

  @MessagePattern<RequestType>('licence.registered')
  registered(@Payload() { licenceId }: GetLicenceHolder) {
    return this.licences.registered(licenceId);
  }

  @MessagePattern<RequestType>('licence.find')
  find(@Payload() { licenceNumbers }: FindLicences) {
    return this.licences.withNumbers(licenceNumbers);
  }
}

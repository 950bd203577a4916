import {
  ImportBatch,
  RecordEducation,
  ReduceByStudy,
  RegisterCertificate,
} from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { CertificatesService } from './certificates.service';
import { EducationService } from './education.service';

@Controller()
export class EducationController {
  constructor(
    private readonly education: EducationService,
    private readonly certificates: CertificatesService,
  ) {}

  @MessagePattern('points.study')
  study(@Payload() command: ReduceByStudy) {
    return this.education.study(command);
  }

  @MessagePattern('certificate.register')
  register(@Payload() command: RegisterCertificate) {
    return this.certificates.register(command);
  }

  @MessagePattern('certificate.import')
  import(@Payload() batch: ImportBatch) {
    return this.certificates.import(batch);
  }

  @MessagePattern('education.record')
  record(@Payload() command: RecordEducation) {
    return this.education.record(command);
  }
}

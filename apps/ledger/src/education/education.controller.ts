import { RecordEducation, ReduceByStudy } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { EducationService } from './education.service';

@Controller()
export class EducationController {
  constructor(private readonly education: EducationService) {}

  @MessagePattern('points.study')
  study(@Payload() command: ReduceByStudy) {
    return this.education.study(command);
  }

  @MessagePattern('education.record')
  record(@Payload() command: RecordEducation) {
    return this.education.record(command);
  }
}

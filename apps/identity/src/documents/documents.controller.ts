import { CheckDocuments, CheckEvidence, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { DocumentsService } from './documents.service';

@Controller()
export class DocumentsController {
  constructor(private readonly documents: DocumentsService) {}

  @MessagePattern<RequestType>('documents.check')
  check(@Payload() question: CheckDocuments) {
    return this.documents.check(question);
  }

  @MessagePattern<RequestType>('documents.evidence')
  evidence(@Payload() question: CheckEvidence) {
    return this.documents.evidence(question);
  }
}

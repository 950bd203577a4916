import { DocumentsNamed, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { Attachments } from './attachments';

@Controller()
export class AttachmentsController {
  constructor(private readonly attachments: Attachments) {}

  @MessagePattern<RequestType>('vehicles.documents-named')
  named(@Payload() question: DocumentsNamed) {
    return this.attachments.named(question);
  }
}

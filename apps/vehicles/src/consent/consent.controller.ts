import { AnswerConsent, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { ConsentService } from './consent.service';

/** The owner's consent, in the app or by the code on the owner's phone. */
@Controller()
export class ConsentController {
  constructor(private readonly consents: ConsentService) {}

  @MessagePattern<RequestType>('binding.consent')
  consent(@Payload() command: AnswerConsent) {
    return this.consents.answer(command);
  }
}

import { runService } from '@demerit/platform';
import { answerUnreadable, guardAnswers } from './pay-page.controller';
import { PaymentSandboxModule } from './payment-sandbox.module';

void runService('payment-sandbox', PaymentSandboxModule, {
  bodyLimit: 16_384,
  http: guardAnswers,
  frameworkErrors: answerUnreadable,
});

import { DomainClock, Jobs, PlatformModule } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { NoticeSender } from './notice-sender';
import { PayPageController } from './pay-page.controller';
import { PaymentSandboxConfig } from './payment-sandbox.config';
import { PaymentsController } from './payments.controller';
import { PaymentsService } from './payments.service';
import { PAYMENTS, PaymentsStore } from './payments.store';
import { SecretGuard } from './secret.guard';

/** For what a failure or an earlier life left: what is new is told when it is due. */
const TELL_EVERY_MS = 1_000;

@Module({
  imports: [
    PlatformModule.forService('payment-sandbox', {
      config: PaymentSandboxConfig,
      sandboxOnly: true,
      messaging: false,
      personalData: false,
    }),
    MongooseModule.forFeature([PAYMENTS]),
  ],
  controllers: [PaymentsController, PayPageController],
  providers: [NoticeSender, PaymentsService, PaymentsStore, SecretGuard],
})
export class PaymentSandboxModule {
  constructor(jobs: Jobs, clock: DomainClock, payments: PaymentsService) {
    // A provider knows nothing of the domain clock: real time rules here.
    clock.setOffset(0, 0);
    jobs.every('notifications', TELL_EVERY_MS, () => payments.tell());
  }
}

import { runService } from '@demerit/platform';
import { PaymentSandboxModule } from './payment-sandbox.module';

void runService('payment-sandbox', PaymentSandboxModule, { bodyLimit: 16_384 });

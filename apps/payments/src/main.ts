import { runService } from '@demerit/platform';
import { PaymentsModule } from './payments.module';

void runService('payments', PaymentsModule);

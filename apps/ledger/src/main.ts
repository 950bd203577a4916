import { runService } from '@demerit/platform';
import { LedgerModule } from './ledger.module';

void runService('ledger', LedgerModule);

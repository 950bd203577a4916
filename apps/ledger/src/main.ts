import { runService } from '@demerit/platform';
import { migrateTask } from './contraction/migrate';
import { LedgerModule } from './ledger.module';

void runService('ledger', LedgerModule, { tasks: { migrate: migrateTask } });

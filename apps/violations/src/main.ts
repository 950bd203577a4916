import { runService } from '@demerit/platform';
import { ViolationsModule } from './violations.module';

void runService('violations', ViolationsModule);

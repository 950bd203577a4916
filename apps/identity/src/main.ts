import { runService } from '@demerit/platform';
import { takeBytes } from './documents/document-bytes.controller';
import { IdentityModule } from './identity.module';

void runService('identity', IdentityModule, { http: takeBytes });

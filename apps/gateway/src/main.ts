import { runService } from '@demerit/platform';
import { GatewayModule } from './gateway.module';
import { trustedProxies } from './http/gateway.config';
import { BODY_LIMIT_BYTES, prepareHttp } from './http/prepare-http';
import { clientErrorHandler } from './http/responses/client-errors';
import { frameworkErrors } from './http/responses/problems.filter';

void runService('gateway', GatewayModule, {
  http: prepareHttp,
  bodyLimit: BODY_LIMIT_BYTES,
  trustProxy: trustedProxies,
  rawBody: true,
  frameworkErrors,
  clientErrorHandler,
});

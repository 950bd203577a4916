import { DEVELOPMENT_SECRETS, secretText, ServiceConfig, Setting, urlOf } from '@demerit/platform';

export class PaymentsConfig extends ServiceConfig {
  /** `PAYMENT_SANDBOX_URL`: the pretended provider. */
  @Setting(urlOf('http', 'https'), { sandboxDefault: 'http://127.0.0.1:3006' })
  paymentSandboxUrl: string;

  /** `PAYMENT_SANDBOX_SECRET`: opens payments there and checks its notifications. */
  @Setting(secretText(16), { sandboxDefault: DEVELOPMENT_SECRETS.paymentSandboxSecret })
  paymentSandboxSecret: string;
}

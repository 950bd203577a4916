import { DEVELOPMENT_SECRETS, secretText, ServiceConfig, Setting, urlOf } from '@demerit/platform';

export class PaymentSandboxConfig extends ServiceConfig {
  /** `PAYMENT_SANDBOX_SECRET`: what payments shows to use this program, and what notifications are signed with. */
  @Setting(secretText(16), { sandboxDefault: DEVELOPMENT_SECRETS.paymentSandboxSecret })
  paymentSandboxSecret: string;

  /** `GATEWAY_URL`: where notifications go. */
  @Setting(urlOf('http', 'https'), { sandboxDefault: 'http://127.0.0.1:3000' })
  gatewayUrl: string;

  /** `PAYMENT_SANDBOX_URL`: where people find the page to pay at. */
  @Setting(urlOf('http', 'https'), { sandboxDefault: 'http://127.0.0.1:3006' })
  paymentSandboxUrl: string;
}

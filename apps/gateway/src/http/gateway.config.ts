import { networkList, ServiceConfig, Setting, urlOf, wholeNumber } from '@demerit/platform';

/** What the gateway reads from the environment beside `ServiceConfig`: where the services' own HTTP listens. */
export class GatewayConfig extends ServiceConfig {
  /** `IDENTITY_URL`. */
  @Setting(urlOf('http', 'https'), { default: 'http://127.0.0.1:3001' })
  identityUrl: string;

  /** `VEHICLES_URL`. */
  @Setting(urlOf('http', 'https'), { default: 'http://127.0.0.1:3002' })
  vehiclesUrl: string;

  /** `VIOLATIONS_URL`. */
  @Setting(urlOf('http', 'https'), { default: 'http://127.0.0.1:3003' })
  violationsUrl: string;

  /** `PAYMENTS_URL`. */
  @Setting(urlOf('http', 'https'), { default: 'http://127.0.0.1:3004' })
  paymentsUrl: string;

  /** `LEDGER_URL`. */
  @Setting(urlOf('http', 'https'), { default: 'http://127.0.0.1:3005' })
  ledgerUrl: string;

  /** `PAYMENT_SANDBOX_URL`: the pretended payment provider, asked for only with `SANDBOX=true`. */
  @Setting(urlOf('http', 'https'), { default: 'http://127.0.0.1:3006' })
  paymentSandboxUrl: string;

  /** `ASK_TIMEOUT_MS`: how long a caller waits for a service before 503. */
  @Setting(wholeNumber(100, 60_000), { default: 5_000 })
  askTimeoutMs: number;

  /** `REQUESTS_PER_SECOND`: most requests of one address in a second (never below 200). */
  @Setting(wholeNumber(200, 1_000_000), { default: 2_000 })
  requestsPerSecond: number;

  /** `CONNECTIONS_PER_ADDRESS`: most connections of one address at once (never below 100). Those of the proxies that `TRUST_PROXY` names are not counted. */
  @Setting(wholeNumber(100, 1_000_000), { default: 1_000 })
  connectionsPerAddress: number;

  /** `TRUST_PROXY`: the proxies before it, whose word for the caller's address is taken (`X-Forwarded-For`); of nobody else's. */
  @Setting(networkList(), { default: [] })
  trustProxy: string[];
}

/** As `runService` asks for it. */
export function trustedProxies(config: ServiceConfig): string[] {
  return config instanceof GatewayConfig ? config.trustProxy : [];
}

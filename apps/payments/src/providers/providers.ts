import { PROVIDERS, type Provider } from '@demerit/contracts';
import { ServiceUnavailable } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import type { PaymentProvider } from './payment-provider';
import { SandboxProvider } from './sandbox.provider';

/** The providers there are, by name. A new one is a line here and one in `PROVIDERS`. */
@Injectable()
export class Providers {
  readonly names = PROVIDERS;
  private readonly byName: Record<Provider, PaymentProvider>;

  constructor(sandbox: SandboxProvider) {
    this.byName = { sandbox };
  }

  of(name: string): PaymentProvider {
    const found = PROVIDERS.find((provider) => provider === name);
    if (!found) throw new ServiceUnavailable(name, 'there is no such payment provider');
    return this.byName[found];
  }
}

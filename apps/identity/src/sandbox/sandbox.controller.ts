import { refuse, SandboxAccounts, type RequestType } from '@demerit/contracts';
import { ServiceConfig } from '@demerit/platform';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { SandboxAccountsStore } from './sandbox-accounts.store';

@Controller()
export class SandboxController {
  constructor(
    private readonly config: ServiceConfig,
    private readonly accounts: SandboxAccountsStore,
  ) {}

  @MessagePattern<RequestType>('sandbox-account.list')
  async list(): Promise<SandboxAccounts> {
    if (!this.config.sandbox) throw refuse('ROUTE_NOT_FOUND');
    return { items: await this.accounts.read() };
  }

  @MessagePattern<RequestType>('sandbox-account.replace')
  async replace(@Payload() { items }: SandboxAccounts): Promise<SandboxAccounts> {
    if (!this.config.sandbox) throw refuse('ROUTE_NOT_FOUND');
    await this.accounts.replace(items);
    return { items };
  }
}

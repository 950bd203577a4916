import { accepted, checkStays, refuse, type Role, type SetRoles } from '@demerit/contracts';
import { Idempotency } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { OwnCases } from '../own-cases/own-cases';
import { AccountsStore } from './accounts.store';
import { isClosed, isClosing } from './accounts.types';
import { Roles } from './roles';

@Injectable()
export class AccountsService {
  constructor(
    private readonly accounts: AccountsStore,
    private readonly roles: Roles,
    private readonly ownCases: OwnCases,
    private readonly idempotency: Idempotency,
  ) {}

  async setRoles(command: SetRoles): Promise<{ accountId: string; roles: Role[] }> {
    return this.idempotency.run(command.idempotency, (session) =>
      this.setRolesIn(session, command),
    );
  }

  private async setRolesIn(
    session: ClientSession,
    { caller, accountId, body: { roles } }: SetRoles,
  ): Promise<{ accountId: string; roles: Role[] }> {
    const account = await this.accounts.find(accountId, session);
    if (!account || isClosed(account)) throw refuse('ACCOUNT_NOT_FOUND');
    accepted(await this.ownCases.ofAccount(caller, accountId, session));
    accepted(checkStays(isClosing(account)));
    await this.roles.set(session, { account, roles, actor: caller.accountId });
    return { accountId, roles };
  }
}

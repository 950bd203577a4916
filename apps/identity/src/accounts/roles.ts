import type { Events, Role } from '@demerit/contracts';
import { Outbox } from '@demerit/messaging';
import { AuditStore } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { DenialsStore } from '../denials/denials.store';
import { AccountsStore } from './accounts.store';
import type { AccountDocument } from './accounts.types';

/** Granting roles, for an admin and for the command line alike. rules.md §1.role. */
@Injectable()
export class Roles {
  constructor(
    private readonly accounts: AccountsStore,
    private readonly denials: DenialsStore,
    private readonly audit: AuditStore,
    private readonly outbox: Outbox<Events>,
  ) {}

  /** The account then has exactly these roles: access tokens with those of before are refused, and its sessions renew them. The same roles again change nothing. */
  async set(
    session: ClientSession,
    { account, roles, actor }: { account: AccountDocument; roles: Role[]; actor: string },
  ): Promise<void> {
    if (roles.toSorted().join() === account.roles.toSorted().join()) return;
    const accountId = account._id;
    const { version } = await this.accounts.save({ ...account, roles }, session);
    await this.denials.addAccount(accountId, version, session);
    const before = { roles: account.roles };
    const after = { roles };
    await this.audit.add({ actor, act: 'roles.set', subject: accountId, before, after }, session);
    await this.outbox.add(session, {
      type: 'account.roles-changed',
      key: accountId,
      seq: version,
      payload: { accountId, roles, version },
    });
  }
}

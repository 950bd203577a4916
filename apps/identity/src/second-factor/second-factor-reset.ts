import { accepted } from '@demerit/contracts';
import { AuditStore } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { PendingLogIns } from '../sessions/pending-log-ins';
import { SessionNews } from '../sessions/session-news';
import { checkEnrolled } from '../totp/factors.rules';
import { FactorsStore } from '../totp/factors.store';

/** Who takes it off, of whom, and why. */
interface Loss {
  accountId: string;
  actor: string;
  reason: string;
}

/** Takes the second factor of somebody off who lost it, for an admin and for the command line alike. rules.md §1.second-factor.reset. */
@Injectable()
export class SecondFactorReset {
  constructor(
    private readonly factors: FactorsStore,
    private readonly pending: PendingLogIns,
    private readonly news: SessionNews,
    private readonly audit: AuditStore,
  ) {}

  /** Every session of the account ends, and the next log-in begins without a second factor. */
  async run({ accountId, actor, reason }: Loss, session: ClientSession): Promise<void> {
    accepted(checkEnrolled(await this.factors.find(accountId, session)));
    await this.factors.remove(accountId, session);
    await this.pending.removeAll(accountId, session);
    await this.news.endAll(accountId, session);
    const row = { actor, act: 'second-factor.reset', subject: accountId, reason };
    await this.audit.add({ ...row, before: {}, after: {} }, session);
  }
}

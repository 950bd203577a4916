import { shanghaiDay, type Events } from '@demerit/contracts';
import { Lease, Outbox, Transactions } from '@demerit/messaging';
import { Jobs } from '@demerit/platform';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { ClientSession, Connection } from 'mongoose';
import { Accounts } from '../account/accounts';
import { CurrentTerms } from '../account/terms';
import { EntriesStore } from '../account/entries.store';
import { LicencesStore } from '../account/licences.store';
import { applyFullScore } from './full-score.rules';

/** Licences looked at before it is asked again whether another replica is at it. */
const BATCH = 200;
const EVERY_MS = 60_000;
const LEASE_MS = 15_000;

/**
 * Applies `FULL_SCORE` to every account, which was perhaps another one when the account was written (rules.md §4.full-score): at the start and
 * then once a Shanghai day. Licences that are as the policy wants them are left alone, so that a second look changes nothing; the lease only
 * spares the second replica the work.
 */
@Injectable()
export class FullScoresService implements OnModuleInit {
  private readonly logger = new Logger(FullScoresService.name);
  private readonly lease: Lease;
  private lookedOn: string | undefined;

  constructor(
    @Inject(getConnectionToken()) connection: Connection,
    private readonly transactions: Transactions,
    private readonly accounts: Accounts,
    private readonly licences: LicencesStore,
    private readonly entries: EntriesStore,
    private readonly outbox: Outbox<Events>,
    private readonly terms: CurrentTerms,
    private readonly jobs: Jobs,
  ) {
    this.lease = new Lease(connection, 'full-scores', LEASE_MS);
  }

  onModuleInit(): void {
    this.jobs.every('full scores', EVERY_MS, () => this.run());
  }

  async run(): Promise<void> {
    const { now, policy } = this.terms.get();
    const today = shanghaiDay(now);
    if (this.lookedOn === today) return;
    let [seen, changed, failed] = [0, 0, 0];
    for await (const licence of this.licences.fullOrEducated(policy.fullScore)) {
      if (seen % BATCH === 0 && !(await this.lease.hold())) return;
      seen += 1;
      if (applyFullScore(licence, this.terms.get()).events.length === 0) continue;
      if (await this.tryApply(licence._id)) changed += 1;
      else failed += 1;
    }
    if (changed > 0) this.logger.log({ msg: 'full score was applied', changed });
    if (failed === 0) this.lookedOn = today;
    await this.lease.release();
  }

  /** Whether it could be. */
  private async tryApply(licenceId: string): Promise<boolean> {
    try {
      await this.transactions.run((session) => this.apply(licenceId, session));
      return true;
    } catch (error) {
      this.logger.error({ msg: 'full score was not applied', licenceId, err: error });
      return false;
    }
  }

  private async apply(licenceId: string, session: ClientSession): Promise<void> {
    const before = await this.accounts.licence(licenceId, session);
    const outcome = before && applyFullScore(before, this.terms.get());
    if (!outcome || outcome.events.length === 0) return;
    await this.licences.save(outcome.licence, session);
    await this.entries.append(outcome.entries, session);
    await this.outbox.add(session, outcome.events);
  }
}

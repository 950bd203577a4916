import type { Events } from '@demerit/contracts';
import { Outbox, Transactions } from '@demerit/messaging';
import { DailyJobs, workThrough, type GoesOn } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { Accounts } from '../account/accounts';
import type { LicenceDocument } from '../account/account.types';
import { CurrentTerms } from '../account/terms';
import { EntriesStore } from '../account/entries.store';
import { LicencesStore } from '../account/licences.store';
import { applyFullScore } from './full-score.rules';

/**
 * Applies `FULL_SCORE` to every account, which was perhaps another one when the account was written (rules.md §4.full-score): at the start and
 * then once a Shanghai day, since a replica of the policy before may have written meanwhile. Licences that are as the policy wants them are
 * left alone, so that a second look changes nothing.
 */
@Injectable()
export class FullScoresService {
  private readonly logger = new Logger(FullScoresService.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly accounts: Accounts,
    private readonly licences: LicencesStore,
    private readonly entries: EntriesStore,
    private readonly outbox: Outbox<Events>,
    private readonly terms: CurrentTerms,
    jobs: DailyJobs,
  ) {
    jobs.daily('full-scores', (goesOn) => this.applyAll(goesOn));
  }

  /** Answers how many could not be done. */
  private async applyAll(goesOn: GoesOn): Promise<number> {
    let changed = 0;
    const failed = await workThrough(this.concerned(goesOn), async ({ _id }) => {
      await this.transactions.run((session) => this.apply(_id, session));
      changed += 1;
    });
    if (changed > 0) this.logger.log({ msg: 'full score was applied', changed });
    return failed;
  }

  private async *concerned(goesOn: GoesOn): AsyncGenerator<LicenceDocument> {
    const { policy } = this.terms.get();
    for await (const licence of this.licences.concernedBy(policy.fullScore)) {
      if (!(await goesOn())) return;
      if (applyFullScore(licence, this.terms.get()).events.length > 0) yield licence;
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

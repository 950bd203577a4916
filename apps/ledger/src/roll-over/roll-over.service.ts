import { shanghaiDay } from '@demerit/contracts';
import { Transactions } from '@demerit/messaging';
import { allOrEach, DailyJobs, type DailyJob, type GoesOn } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { Accounts } from '../account/accounts';
import { CurrentTerms } from '../account/terms';
import { CycleEndingsService } from './cycle-endings.service';
import { postRollOver } from '../account/entries.rules';
import { EntriesStore } from '../account/entries.store';
import type { EntryDocument, LicenceDocument } from '../account/account.types';
import { LicencesStore } from '../account/licences.store';

/** Licences of one transaction. */
const BATCH = 200;
/** Of a million licences somebody wants to hear before the last one is done. */
const REPORT_MS = 5_000;

/**
 * Writes what the end of a cycle clears and carries (rules.md §4.cycle-end), once a Shanghai day. Nobody waits for it: every reader and every
 * command sees a licence as it is after the end of its cycle. What is due stands in the licences themselves, so that a run killed half way
 * goes on where it was, and of two replicas that write the same licence one loses.
 */
@Injectable()
export class RollOverService {
  private readonly logger = new Logger(RollOverService.name);
  private readonly job: DailyJob;

  constructor(
    private readonly transactions: Transactions,
    private readonly licences: LicencesStore,
    private readonly entries: EntriesStore,
    private readonly accounts: Accounts,
    private readonly terms: CurrentTerms,
    private readonly endings: CycleEndingsService,
    jobs: DailyJobs,
  ) {
    this.job = jobs.daily('roll-over', (goesOn) => this.rollAll(goesOn));
  }

  run(): Promise<void> {
    return this.job.run();
  }

  /** One licence, for a reader of its entries. */
  async rollOne(licenceId: string): Promise<void> {
    await this.transactions.run((session) => this.rollIn([licenceId], session));
  }

  /** Answers how many could not be rolled over. */
  private async rollAll(goesOn: GoesOn): Promise<number> {
    const today = shanghaiDay(this.terms.get().now);
    let progress: Progress | undefined;
    for await (const batch of this.licences.endingUpTo(today, BATCH)) {
      if (!(await goesOn())) break;
      progress ??= await this.beginning(today);
      const startedAt = performance.now();
      const licenceIds = batch.map(({ _id }) => _id);
      const failed = await allOrEach(licenceIds, (ids) =>
        this.transactions.run((session) => this.rollIn(ids, session)),
      );
      progress.done += batch.length - failed;
      progress.failed += failed;
      progress.busyMs += performance.now() - startedAt;
      if (performance.now() - progress.reportedAt > REPORT_MS)
        this.report('cycles are rolling over', progress);
    }
    if (!progress) return 0;
    this.report('cycles have rolled over', progress);
    this.endings.lookAgain();
    return progress.failed;
  }

  private async rollIn(licenceIds: readonly string[], session: ClientSession): Promise<void> {
    const terms = this.terms.get();
    const changed: LicenceDocument[] = [];
    const entries: EntryDocument[] = [];
    const written: LicenceDocument[] = [];
    for (const before of await this.licences.findAll(licenceIds, session)) {
      const rolled = postRollOver(before, terms);
      if (rolled.licence === before) continue;
      if (rolled.entries.length > 0) written.push(before);
      changed.push(rolled.licence);
      entries.push(...rolled.entries);
    }
    if (written.length > 0) await this.accounts.soundAll(written, session);
    await this.licences.saveAll(changed, session);
    await this.entries.append(entries, session);
  }

  private async beginning(today: string): Promise<Progress> {
    const due = await this.licences.countDue(today);
    return { done: 0, failed: 0, busyMs: 0, due, reportedAt: performance.now() };
  }

  private report(msg: string, progress: Progress): void {
    const { done, failed, due, busyMs } = progress;
    const perSecond = Math.round((done / Math.max(busyMs, 1)) * 1_000);
    this.logger.log({ msg, done, failed, due, perSecond });
    progress.reportedAt = performance.now();
  }
}

interface Progress {
  /** When the first of them was begun. */
  due: number;
  done: number;
  failed: number;
  busyMs: number;
  reportedAt: number;
}

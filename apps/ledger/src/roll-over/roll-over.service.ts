import { shanghaiDay } from '@demerit/contracts';
import { Lease, Transactions } from '@demerit/messaging';
import { Jobs } from '@demerit/platform';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { ClientSession, Connection } from 'mongoose';
import { Accounts } from '../account/accounts';
import { CurrentTerms } from '../account/terms';
import { CycleEndingsService } from './cycle-endings.service';
import { postRollOver } from '../account/entries.rules';
import { EntriesStore } from '../account/entries.store';
import type { EntryDocument, LicenceDocument } from '../account/account.types';
import { LicencesStore, type EndingLicence } from '../account/licences.store';

/** Licences of one transaction. */
const BATCH = 200;
/** A run ends after this, and the next one goes on: a process that is told to stop does not wait longer. */
const RUN_MS = 5_000;
const EVERY_MS = 1_000;
const LEASE_MS = 15_000;
/** Before what failed is tried again. */
const REST_MS = 60_000;

/**
 * Writes what the end of a cycle clears and carries (rules.md §4.cycle-end). Nobody waits for it: every reader and every command sees
 * a licence as it is after the end of its cycle. What is due stands in the licences themselves, so that a run killed half way goes on where
 * it was, and of two replicas that write the same licence one loses; the lease only keeps the second from trying.
 */
@Injectable()
export class RollOverService implements OnModuleInit {
  private readonly logger = new Logger(RollOverService.name);
  private readonly lease: Lease;
  private progress: Progress | undefined;
  private restsUntil = 0;

  constructor(
    @Inject(getConnectionToken()) connection: Connection,
    private readonly transactions: Transactions,
    private readonly licences: LicencesStore,
    private readonly entries: EntriesStore,
    private readonly accounts: Accounts,
    private readonly terms: CurrentTerms,
    private readonly endings: CycleEndingsService,
    private readonly jobs: Jobs,
  ) {
    this.lease = new Lease(connection, 'roll-over', LEASE_MS);
  }

  onModuleInit(): void {
    this.jobs.every('roll-over', EVERY_MS, () => this.run());
  }

  /** One stretch of work. */
  async run(): Promise<void> {
    if (performance.now() < this.restsUntil) return;
    const today = shanghaiDay(this.terms.get().now);
    const until = performance.now() + RUN_MS;
    for await (const batch of this.licences.endingUpTo(today, BATCH, this.progress?.after)) {
      if (performance.now() > until || !(await this.lease.hold())) {
        this.report('cycles are rolling over');
        return;
      }
      this.progress ??= { ...NOTHING_YET, due: await this.licences.countDue(today) };
      const startedAt = performance.now();
      const failed = await this.rollAll(batch.map(({ _id }) => _id));
      this.progress.done += batch.length - failed;
      this.progress.failed += failed;
      this.progress.busyMs += performance.now() - startedAt;
      this.progress.after = batch.at(-1);
    }
    await this.finish();
  }

  /** One licence, for a reader of its entries. */
  async rollOne(licenceId: string): Promise<void> {
    await this.transactions.run((session) => this.rollIn([licenceId], session));
  }

  /** How many could not be rolled over; they are tried again with everything that is due then. */
  private async rollAll(licenceIds: readonly string[]): Promise<number> {
    try {
      await this.transactions.run((session) => this.rollIn(licenceIds, session));
      return 0;
    } catch (error) {
      const [licenceId] = licenceIds;
      if (licenceIds.length === 1) {
        this.logger.error({ msg: 'a licence did not roll over', licenceId, err: error });
        return 1;
      }
      let failed = 0;
      for (const one of licenceIds) failed += await this.rollAll([one]);
      return failed;
    }
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

  private async finish(): Promise<void> {
    if (!this.progress) return;
    this.report('cycles have rolled over');
    if (this.progress.failed > 0) this.restsUntil = performance.now() + REST_MS;
    this.progress = undefined;
    this.endings.lookAgain();
    await this.lease.release();
  }

  private report(message: string): void {
    if (!this.progress) return;
    const { done, failed, due, busyMs } = this.progress;
    const perSecond = Math.round((done / Math.max(busyMs, 1)) * 1_000);
    this.logger.log({ message, done, failed, due, perSecond });
  }
}

interface Progress {
  /** When the first of them was begun. */
  due: number;
  done: number;
  failed: number;
  busyMs: number;
  after?: EndingLicence | undefined;
}

const NOTHING_YET = { done: 0, failed: 0, busyMs: 0 };

import { addDays, shanghaiDay, startOfShanghaiDay, type Provider } from '@demerit/contracts';
import { crashPoint, Transactions } from '@demerit/messaging';
import { workThrough } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import { PaymentsStore } from '../paying/payments.store';
import type { ListPage } from '../providers/payment-provider';
import type { ListedPayment } from '../providers/provider.types';
import { Providers } from '../providers/providers';
import { SettlingService } from '../paying/settling.service';
import type { PaymentDocument, ReceivedPayment } from '../paying/payments.types';
import type { FoundDifference } from '../differences/differences.types';
import { DifferencesService } from '../differences/differences.service';
import { compare, daysToReconcile, missing, progressed } from './reconciliation.rules';
import { ReconciliationStore } from './reconciliation.store';
import type { Progress, ReconciliationDocument } from './reconciliation.types';

type Keep = (progress: Progress) => Promise<void>;
const KEEP_NOT: Keep = () => Promise.resolve();

/**
 * Compares each day that is over with the provider's list of it, a page at a time. What was missed is applied, what does not agree is shown to staff.
 * A run that was broken off goes on after the last page; where several replicas run it, one of them saves a page and the others stop: a page
 * compared twice finds nothing twice. Days are those of real time, as the provider's are. rules.md §6.
 */
@Injectable()
export class ReconciliationService {
  private readonly logger = new Logger(ReconciliationService.name);

  constructor(
    private readonly rows: ReconciliationStore,
    private readonly payments: PaymentsStore,
    private readonly settling: SettlingService,
    private readonly differences: DifferencesService,
    private readonly providers: Providers,
    private readonly transactions: Transactions,
  ) {}

  /** Every day that is over and was not compared yet. */
  async run(realNow: Date = new Date()): Promise<void> {
    const yesterday = addDays(shanghaiDay(realNow), -1);
    for (const provider of this.providers.names) {
      await this.catchUp(provider, yesterday).catch((error: unknown) => {
        // The provider does not answer, or another replica is at it.
        this.logger.warn({ msg: 'reconciliation goes on later', provider, err: error });
      });
    }
  }

  /** One day, for an operator; answers how many payments were compared. The job's progress stays as it is, so that no day is left out by it. */
  async compareDay(provider: Provider, day: string): Promise<number> {
    const { compared, failed } = await this.comparePages(provider, { day, compared: 0 }, KEEP_NOT);
    if (failed > 0) throw new Error(`${failed} of ${compared} payments could not be compared`);
    return compared;
  }

  /** Behind a payment that cannot be compared all others are, and the days after it, but progress stays before it until it can. */
  private async catchUp(provider: Provider, yesterday: string): Promise<void> {
    let row = await this.rows.find(provider);
    let isBroken = false;
    for (const day of daysToReconcile(row, yesterday, (before) => addDays(before, 1))) {
      const start = row?.running?.day === day ? row.running : { day, compared: 0 };
      const keep: Keep = async (progress) => {
        row = await this.saveProgress(provider, row, progress);
      };
      const { failed } = await this.comparePages(provider, start, isBroken ? KEEP_NOT : keep);
      isBroken ||= failed > 0;
    }
  }

  /**
   * From where it starts to the end of the day. `keep` gets how far it came after each page, the last one without `after`, until a page has
   * a payment that could not be compared.
   */
  private async comparePages(
    provider: Provider,
    { day, after, compared }: Progress,
    keep: Keep,
  ): Promise<{ compared: number; failed: number }> {
    let failed = 0;
    do {
      const page = await this.providers.of(provider).list(day, after);
      crashPoint('reconciliation:after-list');
      failed += await this.comparePage(provider, day, page, after);
      compared += page.items.length;
      crashPoint('reconciliation:after-page');
      after = page.next;
      if (failed === 0) await keep({ day, compared, ...(after !== undefined && { after }) });
    } while (after !== undefined);
    this.logger.log({ msg: 'reconciled', provider, day, compared, failed });
    return { compared, failed };
  }

  /** Rejects when another replica was faster. */
  private async saveProgress(
    provider: Provider,
    before: ReconciliationDocument | null,
    progress: Progress,
  ): Promise<ReconciliationDocument> {
    const row = progressed(provider, before, progress);
    return this.transactions.run(async (session) => {
      const now = await this.rows.find(provider, session);
      if ((now?.version ?? 0) !== row.version) {
        throw new Error(`${progress.day} goes on in another replica`);
      }
      return this.rows.save(row, session);
    });
  }

  /** Answers how many payments could not be compared. */
  private async comparePage(
    provider: Provider,
    day: string,
    { items, next }: ListPage,
    after: string | undefined,
  ): Promise<number> {
    const doubtful: ListedPayment[] = [];
    let failed = await workThrough(byId(items), async ({ listed }) => {
      if ((await this.compareListed(provider, listed)) === 'doubtful') doubtful.push(listed);
    });
    if (doubtful.length > 0) failed += await this.compareAgain(provider, day, after, doubtful);
    const span = { from: startOfShanghaiDay(day), before: startOfShanghaiDay(addDays(day, 1)) };
    const ours = await this.payments.received(provider, span, {
      ...(after !== undefined && { after }),
      ...(next !== undefined && { through: next }),
    });
    const ids = new Set(items.map(({ paymentId }) => paymentId));
    const unlisted = ours.filter(({ _id }) => !ids.has(_id));
    return failed + (await workThrough(unlisted, (one) => this.compareUnlisted(provider, one)));
  }

  private async compareListed(
    provider: Provider,
    listed: ListedPayment,
  ): Promise<'compared' | 'doubtful'> {
    const { paymentId, amountFen, currency, settledAt } = listed;
    const payment = await this.payments.find(paymentId);
    if (payment?.received) {
      const found = compare(payment, listed);
      if (found?.kind === 'refund_differs') return 'doubtful';
      await this.note(provider, found, payment);
      return 'compared';
    }
    // Its notification was lost, or waits still: what the provider lists is what it would have said.
    await this.settling.settleListed({
      provider,
      paymentId,
      amountFen,
      currency,
      settledAt,
      status: 'succeeded',
    });
    return 'compared';
  }

  /** The refund may have gone out after the list was read, so the list is read once more. */
  private async compareAgain(
    provider: Provider,
    day: string,
    after: string | undefined,
    doubtful: readonly ListedPayment[],
  ): Promise<number> {
    const { items } = await this.providers.of(provider).list(day, after);
    const newest = new Map(items.map((listed) => [listed.paymentId, listed]));
    return workThrough(byId(doubtful), async ({ _id, listed: before }) => {
      const payment = await this.payments.find(_id);
      const listed = newest.get(_id) ?? before;
      if (payment) await this.note(provider, compare(payment, listed), payment);
    });
  }

  /** It may have been settled while the list was read, so the provider is asked about it by itself. */
  private async compareUnlisted(provider: Provider, payment: ReceivedPayment): Promise<void> {
    const state = await this.providers.of(provider).query(payment._id);
    if (state.status === 'succeeded' && state.amountFen === payment.received.amountFen) return;
    const foundFen = state.status === 'succeeded' ? state.amountFen : 0;
    await this.note(provider, missing(payment, foundFen), payment);
  }

  private async note(
    provider: Provider,
    found: FoundDifference | undefined,
    { orderId }: PaymentDocument,
  ): Promise<void> {
    if (!found) return;
    const difference = { ...found, provider, ...(orderId !== undefined && { orderId }) };
    await this.transactions.run((session) => this.differences.note(difference, session));
  }
}

function byId(items: readonly ListedPayment[]): { _id: string; listed: ListedPayment }[] {
  return items.map((listed) => ({ _id: listed.paymentId, listed }));
}

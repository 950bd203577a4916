import { addDays, shanghaiDay, startOfShanghaiDay, type Provider } from '@demerit/contracts';
import { crashPoint, Transactions } from '@demerit/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { PaymentsStore } from '../payments.store';
import type { ListPage } from '../providers/payment-provider';
import { Providers } from '../providers/providers';
import { SettlingService } from '../settling.service';
import type { PaymentRecord } from '../settlement.rules';
import { DifferencesService } from './differences.service';
import {
  compare,
  daysToReconcile,
  missing,
  type FoundDifference,
  type ListedPayment,
} from './reconciliation.rules';
import { ReconciliationStore, type ReconciliationRow } from './reconciliation.store';

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

  /** Answers how many payments were compared. A day that is not over may be compared too; it does not count as done. */
  async compareDay(provider: Provider, day: string): Promise<number> {
    const isOver = day < shanghaiDay(new Date());
    let row = await this.rows.find(provider);
    let { after, compared = 0 } = row?.running?.day === day ? row.running : {};
    for (;;) {
      const page = await this.providers.of(provider).list(day, after);
      compared += await this.comparePage(provider, day, page, after);
      crashPoint('reconciliation:after-page');
      after = page.next;
      if (isOver) row = await this.saveProgress(provider, row, { day, after, compared });
      if (after === undefined) break;
    }
    this.logger.log({ msg: 'reconciled', provider, day, compared });
    return compared;
  }

  private async catchUp(provider: Provider, yesterday: string): Promise<void> {
    const row = await this.rows.find(provider);
    const days = daysToReconcile(row?.doneThrough, yesterday, (day) => addDays(day, 1));
    for (const day of days) await this.compareDay(provider, day);
  }

  /** Rejects when another replica was faster. */
  private async saveProgress(
    provider: Provider,
    before: ReconciliationRow | null,
    { day, after, compared }: { day: string; after: string | undefined; compared: number },
  ): Promise<ReconciliationRow> {
    const version = (before?.version ?? 0) + 1;
    const { doneThrough } = before ?? {};
    const row: ReconciliationRow =
      after === undefined
        ? { _id: provider, doneThrough: day, version }
        : {
            _id: provider,
            ...(doneThrough !== undefined && { doneThrough }),
            running: { day, after, compared },
            version,
          };
    await this.transactions.run(async (session) => {
      const now = await this.rows.find(provider, session);
      if ((now?.version ?? 0) !== version - 1) throw new Error(`${day} goes on in another replica`);
      await this.rows.save(row, session);
    });
    return row;
  }

  private async comparePage(
    provider: Provider,
    day: string,
    { items, next }: ListPage,
    after: string | undefined,
  ): Promise<number> {
    for (const listed of items) await this.compareListed(provider, listed);
    const span = { from: startOfShanghaiDay(day), before: startOfShanghaiDay(addDays(day, 1)) };
    const ours = await this.payments.received(provider, span, {
      ...(after !== undefined && { after }),
      ...(next !== undefined && { through: next }),
    });
    const ids = new Set(items.map(({ paymentId }) => paymentId));
    for (const payment of ours) {
      if (!ids.has(payment._id)) await this.compareUnlisted(provider, payment);
    }
    return items.length;
  }

  private async compareListed(provider: Provider, listed: ListedPayment): Promise<void> {
    const { paymentId, amountFen, currency, settledAt } = listed;
    const payment = await this.payments.find(paymentId);
    if (payment?.received) return this.note(provider, compare(payment, listed), payment);
    // Its notification was lost, or waits still: what the provider lists is what it would have said.
    const settlement = { provider, paymentId, amountFen, currency, settledAt };
    await this.settling.settleAsked({ ...settlement, status: 'succeeded' });
    if (!payment) return;
    const found = { kind: 'missed_notification', paymentId, foundFen: amountFen } as const;
    await this.note(provider, found, payment);
  }

  /** It may have been settled while the list was read, so the provider is asked about it by itself. */
  private async compareUnlisted(provider: Provider, payment: PaymentRecord): Promise<void> {
    const state = await this.providers.of(provider).query(payment._id);
    if (state.status === 'succeeded' && state.amountFen === payment.received?.amountFen) return;
    const foundFen = state.status === 'succeeded' ? state.amountFen : 0;
    await this.note(provider, missing(payment, foundFen), payment);
  }

  private async note(
    provider: Provider,
    found: FoundDifference | undefined,
    { orderId }: PaymentRecord,
  ): Promise<void> {
    if (!found) return;
    const difference = { ...found, provider, ...(orderId !== undefined && { orderId }) };
    await this.transactions.run((session) => this.differences.note(difference, session));
  }
}

import { Transactions } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { atOnce } from './at-once';
import { PayingService } from './paying.service';
import { PaymentsStore } from './payments.store';
import { Providers } from '../providers/providers';
import { SettlingService } from './settling.service';
import type { PaymentDocument } from './payments.types';

const ASK_AGAIN_MS = 30_000;
const BATCH = 50;

/** Payments of which nothing was heard: those begun and never opened are given up, the others asked about. rules.md §6. */
@Injectable()
export class SilentPaymentsService {
  constructor(
    private readonly payments: PaymentsStore,
    private readonly paying: PayingService,
    private readonly settling: SettlingService,
    private readonly providers: Providers,
    private readonly transactions: Transactions,
  ) {}

  async ask(): Promise<void> {
    const silent = await this.payments.toAsk(new Date(), BATCH);
    await atOnce(silent, (payment) =>
      payment.status === 'creating'
        ? this.paying.giveUp(payment._id, 'failed')
        : this.askAbout(payment),
    );
  }

  private async askAbout(payment: PaymentDocument): Promise<void> {
    const state = await this.providers.of(payment.provider).query(payment._id);
    if (state.status === 'succeeded' || state.status === 'failed') {
      await this.settling.settleAsked(state);
    } else if (payment.expiresAt <= new Date()) {
      await this.paying.giveUp(payment._id, 'expired');
    } else {
      await this.transactions.run((session) => this.askLater(payment._id, session));
    }
  }

  private async askLater(paymentId: string, session: ClientSession): Promise<void> {
    const payment = await this.payments.find(paymentId, session);
    if (payment?.status !== 'open') return;
    const askAt = new Date(Math.min(Date.now() + ASK_AGAIN_MS, payment.expiresAt.getTime()));
    await this.payments.save({ ...payment, askAt }, session);
  }
}

import { Transactions } from '@demerit/messaging';
import { workThrough } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { Providers } from '../providers/providers';
import { EndingService } from './ending.service';
import { PaymentsStore } from './payments.store';
import type { PaymentDocument } from './payments.types';
import { askLater } from './settlement.rules';
import { SettlingService } from './settling.service';

/** Payments of which the provider said nothing: those begun and never opened are given up, the others asked about. rules.md §6. */
@Injectable()
export class SilentPaymentsService {
  constructor(
    private readonly payments: PaymentsStore,
    private readonly ending: EndingService,
    private readonly settling: SettlingService,
    private readonly providers: Providers,
    private readonly transactions: Transactions,
  ) {}

  async ask(): Promise<void> {
    await workThrough(this.payments.toAsk(new Date()), (payment) =>
      payment.status === 'creating'
        ? this.ending.giveUp(payment._id, 'failed')
        : this.askAbout(payment),
    );
  }

  private async askAbout(payment: PaymentDocument): Promise<void> {
    try {
      await this.learn(payment);
    } catch (error) {
      await this.putOff(payment._id, 'unanswered');
      throw error;
    }
  }

  private async learn(payment: PaymentDocument): Promise<void> {
    const state = await this.providers.of(payment.provider).query(payment._id);
    if (state.status === 'succeeded' || state.status === 'failed') {
      await this.settling.settleAsked(state);
    } else if (state.status === 'closed') {
      await this.ending.giveUp(payment._id, 'closed');
    } else if (payment.expiresAt <= new Date()) {
      await this.ending.giveUp(payment._id, 'expired');
    } else {
      await this.putOff(payment._id, 'pending');
    }
  }

  private async putOff(paymentId: string, because: 'pending' | 'unanswered'): Promise<void> {
    await this.transactions.run(async (session) => {
      const payment = await this.payments.find(paymentId, session);
      if (payment?.status !== 'open') return;
      await this.payments.save(askLater(payment, because, new Date()), session);
    });
  }
}

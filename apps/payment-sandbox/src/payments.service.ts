import {
  accepted,
  addDays,
  refuse,
  startOfShanghaiDay,
  type PaymentOutcomeBody,
  type Refusal,
} from '@demerit/contracts';
import { Jobs } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { NoticeSender } from './notice-sender';
import type { ListQuery, OpenPaymentBody, RefundBody } from './payments.bodies';
import { close, refund, settle } from './payments.rules';
import { PaymentsStore } from './payments.store';
import type { SandboxPaymentDocument } from './payments.types';

const ATTEMPTS = 10;
/** Rows of a page of the list. */
export const LIST_PAGE = 200;

@Injectable()
export class PaymentsService {
  constructor(
    private readonly payments: PaymentsStore,
    private readonly sender: NoticeSender,
    private readonly jobs: Jobs,
  ) {}

  async open({ paymentId, ...body }: OpenPaymentBody): Promise<SandboxPaymentDocument> {
    await this.payments.insert({
      _id: paymentId,
      amountFen: body.amountFen,
      currency: body.currency,
      expiresAt: new Date(body.expiresAt),
      status: 'pending',
      refunds: [],
      version: 1,
    });
    return this.find(paymentId);
  }

  async find(paymentId: string): Promise<SandboxPaymentDocument> {
    const payment = await this.look(paymentId);
    if (!payment) throw refuse('PAYMENT_NOT_FOUND');
    return payment;
  }

  async look(paymentId: string): Promise<SandboxPaymentDocument | null> {
    return this.payments.find(paymentId);
  }

  /** What succeeded on a Shanghai day, by id, a page at a time. */
  async list({ settledOn, after = '' }: ListQuery): Promise<SandboxPaymentDocument[]> {
    const from = startOfShanghaiDay(settledOn);
    const before = startOfShanghaiDay(addDays(settledOn, 1));
    return this.payments.succeeded({ from, before }, after, LIST_PAGE);
  }

  /** Stored when it answers; the notification follows by itself, across restarts. */
  async settle(paymentId: string, outcome: PaymentOutcomeBody): Promise<SandboxPaymentDocument> {
    const settled = await this.change(paymentId, (payment) => settle(payment, outcome, new Date()));
    const dueInMs = (settled.notice?.dueAt.getTime() ?? 0) - Date.now();
    setTimeout(() => void this.jobs.runAll(), Math.max(0, dueInMs)).unref();
    return settled;
  }

  /** What it is then: closed, or the outcome that came first. */
  async close(paymentId: string): Promise<SandboxPaymentDocument> {
    return this.change(paymentId, close);
  }

  async refund(paymentId: string, body: RefundBody): Promise<SandboxPaymentDocument> {
    return this.change(paymentId, (payment) => refund(payment, body, new Date()));
  }

  /** Sends what is due. */
  async tell(): Promise<void> {
    await this.sender.sendDue();
  }

  private async change(
    paymentId: string,
    rule: (payment: SandboxPaymentDocument) => SandboxPaymentDocument | Refusal,
  ): Promise<SandboxPaymentDocument> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const payment = await this.find(paymentId);
      const next = accepted(rule(payment));
      if (next === payment) return payment;
      const saved = await this.payments.save(next);
      if (saved) return saved;
    }
    throw new Error(`payment ${paymentId} changed ${ATTEMPTS} times meanwhile`);
  }
}

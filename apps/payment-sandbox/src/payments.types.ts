import type { PaymentOutcomeBody } from '@demerit/contracts';
import { closed, field, t, type Static } from '@demerit/messaging';

/** What a tester wished. */
const outcome = closed({
  outcome: field.oneOf(['succeed', 'fail']),
  delayMs: t.Optional(field.count),
  copies: t.Optional(field.count),
  amountFen: t.Optional(field.fen),
});

/** The notification of a payment, with how often it is still to be sent. */
const notice = closed({
  /** All copies carry the same one. */
  eventId: t.String(),
  /** What is signed and sent, byte for byte. */
  body: t.String(),
  copiesLeft: t.Integer(),
  dueAt: field.date,
  attempts: field.count,
});
export type Notice = Static<typeof notice>;

/** A pretended payment, from its opening by payments to the outcome that a tester gives it. rules.md §6. */
export const sandboxPaymentDocument = closed({
  /** Payments' id of it. */
  _id: t.String(),
  amountFen: field.fen,
  currency: t.Literal('CNY'),
  expiresAt: field.date,
  /** `closed`: nobody can pay it any more. */
  status: field.oneOf(['pending', 'succeeded', 'failed', 'closed']),
  outcome: t.Optional(field.shaped<PaymentOutcomeBody>(outcome)),
  settledAt: t.Optional(field.date),
  notice: t.Optional(notice),
  refunds: t.Array(closed({ refundId: t.String(), amountFen: field.fen, at: field.date })),
  version: field.count,
});
export type SandboxPaymentDocument = Static<typeof sandboxPaymentDocument>;

import { DIFFERENCE_KINDS, DIFFERENCE_STATUSES } from '@demerit/contracts';
import { closed, field, t, type Static } from '@demerit/messaging';

/** Money that is not where it should be, for staff to see. One of a kind and payment, however often it is found. rules.md §6. */
export const differenceDocument = closed({
  _id: t.String(),
  kind: field.oneOf(DIFFERENCE_KINDS),
  status: field.oneOf(DIFFERENCE_STATUSES),
  provider: t.String(),
  paymentId: t.String(),
  orderId: t.Optional(t.String()),
  /** What our books say. */
  expectedFen: t.Optional(field.fen),
  /** What the provider says. */
  foundFen: t.Optional(field.fen),
  foundAt: field.date,
  /** Why an officer closed it. */
  reason: t.Optional(t.String()),
  version: field.count,
});
export type DifferenceDocument = Static<typeof differenceDocument>;

/** What was found of a payment. */
export type FoundDifference = Pick<
  DifferenceDocument,
  'kind' | 'paymentId' | 'expectedFen' | 'foundFen'
>;

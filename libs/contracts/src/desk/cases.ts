import type { Entry } from '../ledger/ledger';
import type { DeskPayment } from '../payments/desk';
import type { Order } from '../payments/payments';
import type { DeskDispute, DeskHandling } from '../violations/cases';
import type { RegisteredViolation } from '../violations/corrections';
import type { Decision } from '../violations/handlings';

/** The whole of a case, as the gateway joins it for an officer from the services that keep its parts. */
export class DeskCase {
  /** Null of what a sanction case ordered to pay. */
  violation: RegisteredViolation | null;
  /** Null where nobody has accepted the violation. */
  handling: DeskHandling | null;
  /** Of the handling. */
  decision: Decision | null;
  /** Null where there is nothing to pay. */
  order: Order | null;
  /** Whom an order is against that belongs to no handling. */
  person?: DeskPerson;
  /** Of the sanction that ordered it. */
  caseId?: string;
  /** The newest 100, newest first. */
  payments: DeskPayment[];
  /** The one that recorded the points; null until then. A revocation takes them back in an entry of its own, among the entries of the licence, and this one stays: `decision.status` says `revoked`. */
  entry: Entry | null;
  /** The newest 100, newest first. */
  disputes: DeskDispute[];
}
/** Somebody, for an officer. */
export class DeskPerson {
  /** Their account. */
  accountId: string;
  /** Whole. */
  name?: string;
}

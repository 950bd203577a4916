import { IsBoolean } from 'class-validator';
import { IsId, IsIdList } from '../fields/ids';
import { IsOptional } from '../fields/optional';

/** What stands against closing an account, in the order in which it is told: first what its person can do something about at once. */
export const CLOSING_OBSTACLES = [
  'staff_roles',
  'only_delegate',
  'dispute',
  'handling',
  'order',
  'payment',
  'refund',
  'pending_points',
  'education',
  'key_review',
  'sanction_case',
  'binding_bar',
] as const;
export type ClosingObstacle = (typeof CLOSING_OBSTACLES)[number];

/** Identity asks what of an account's is open. */
export class ClosingOf {
  @IsId() accountId: string;
}
/** And that nothing more of it begins, where it is about to be closed. */
export class ClosingBegins extends ClosingOf {
  /** From now on nothing begins for the account: no points are reserved, nothing is accepted, disputed or paid. */
  @IsBoolean() begins: boolean;
}
export class LedgerClosing extends ClosingBegins {
  @IsOptional() @IsId() licenceId?: string;
}
export class PaymentsClosing extends ClosingBegins {
  /** That others have had opened: of one that is not here the news is still on its way. */
  @IsIdList(100) orderIds: string[];
}
/** Everything that vehicles has of a person under their account ends. */
export class AccountClosed extends ClosingOf {
  /** Under which the register has their vehicles; absent of whoever was never verified. */
  @IsOptional() @IsId() personKey?: string;
}

export interface ClosingFound {
  obstacles: ClosingObstacle[];
}
export interface ClosingFoundByLedger extends ClosingFound {
  /** Of the person's cases in force, of the newest 50. */
  orderIds: string[];
}
export interface ClosingFoundOnPaper extends ClosingFound {
  /** Whether a decision or a receipt must go on naming the person. */
  isNamedOnPaper: boolean;
}

import {
  checkStays,
  CLOSING_OBSTACLES,
  refuse,
  wording,
  type ClosingObstacle,
  type Refusal,
  type Role,
} from '@demerit/contracts';
import { isClosing, type AccountDocument } from '../accounts/accounts.types';

/** Closing an account by its person. rules.md §1.closing. */

type Closing = NonNullable<AccountDocument['closing']>;

/** After so long nobody is asking any more: whoever did has died, and the account stays. Real clock. */
const ASKED_FOR_MS = 30_000;

/** What identity itself knows: `onlyDelegate`: of any organisation. */
export function obstaclesHere(
  { roles }: { roles: readonly Role[] },
  onlyDelegate: boolean,
): ClosingObstacle[] {
  const isStaff = roles.some((role) => role !== 'citizen');
  return [
    ...(isStaff ? (['staff_roles'] as const) : []),
    ...(onlyDelegate ? (['only_delegate'] as const) : []),
  ];
}

/** The first of all that stands against it, with what its person can do. */
export function checkClosing(found: readonly ClosingObstacle[]): Refusal | undefined {
  const reason = CLOSING_OBSTACLES.find((one) => found.includes(one));
  if (reason === undefined) return undefined;
  return refuse('ACCOUNT_NOT_CLOSABLE', {
    reason,
    detail: wording(`closing.${reason}`),
    nextStep: wording(`closing.${reason}_step`),
  });
}

/** Nothing of the account's may begin elsewhere from now on; it is asked what is open. One at a time. */
export function beginClosing(account: AccountDocument, now: Date): AccountDocument | Refusal {
  const refusal = checkStays(isClosing(account));
  if (refusal) return refusal;
  const { phoneKey } = account;
  return { ...account, closing: { state: 'asked', since: now, phoneKey, isNamed: false } };
}

/** From now on it is closed, whatever happens: nobody logs into it, and its phone is free. */
export function decideClosing(
  account: AccountDocument,
  since: Date,
  isNamed: boolean,
): AccountDocument | Refusal {
  const { closing, phone: _, language: __, ...rest } = account;
  if (closing?.state !== 'asked' || closing.since.getTime() !== since.getTime())
    return beingClosed();
  return { ...rest, phoneKey: rest._id, closing: { ...closing, state: 'decided', isNamed } };
}

/** What is to be done about an account that is being closed: `undefined` while somebody is at it. */
export function nextStepOf(
  { state, since }: Closing,
  now: Date,
): 'finish' | 'takeBack' | undefined {
  if (state === 'decided') return 'finish';
  const isLeft = now.getTime() - since.getTime() > ASKED_FOR_MS;
  return state === 'taken_back' || isLeft ? 'takeBack' : undefined;
}

/** All that is left of it: a pseudonym. */
export function closedAccount(account: AccountDocument, now: Date): AccountDocument {
  const { _id, createdAt, version } = account;
  return { _id, phoneKey: _id, roles: ['citizen'], createdAt, closedAt: now, version };
}

function beingClosed(): Refusal {
  return refuse('ACCOUNT_CLOSING');
}

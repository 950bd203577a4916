import {
  checkIdNumber,
  refuseDay,
  holdStands,
  namesOf,
  refuse,
  shanghaiDay,
  wording,
  auditedChange,
  type Concerned,
  type Hold,
  type HoldsStanding,
  type IdentityStatus,
  type Refusal,
} from '@demerit/contracts';
import type { LicenceFacts, LicenceKeys } from './licences.types';

/** Driving licences: the register, and claiming one. rules.md §1. */

const ENTRY_FIELDS = [
  'personKey',
  'fileNumberKey',
  'class',
  'firstIssuedOn',
  'validUntil',
] as const;

/** What the register says of a licence must be possible, or its holder's later acceptances would fail on it. */
export function checkRegistration(
  entry: { idNumber: string; firstIssuedOn: string; validUntil: string | null },
  now: Date,
): Refusal | undefined {
  if (entry.validUntil !== null && entry.validUntil < entry.firstIssuedOn) {
    return refuse('VALIDATION_FAILED', {
      errors: [{ field: 'validUntil', message: wording('form.valid_before_issued') }],
    });
  }
  return refuseDay('firstIssuedOn', entry.firstIssuedOn, now) ?? checkIdNumber(entry.idNumber, now);
}

/** Whom an entry is about: whoever has the licence by it, and whoever has or has claimed it until now. */
export function concernedByEntry(
  before: { accountId?: string; personKey: string } | undefined,
  { personKey }: { personKey: string },
): Concerned {
  return { accountIds: [before?.accountId], keys: [before?.personKey, personKey] };
}

/** Whose an entry is, masked; the file number is only compared, so that just the entry that changes it can show it. */
export interface AuditedHolder {
  idNumberMasked?: string;
  fileNumberMasked?: string;
}

/** What a registrar did to an entry, for the audit. Its later holders may read the row but for `holder`, so that it says beside it whether that is somebody else now. */
export function registration(
  actor: string,
  before: AuditedEntry | undefined,
  after: AuditedEntry,
): { actor: string; act: string; subject: string; before?: object; after: object } {
  const facts = (entry: AuditedEntry): object => ({
    class: entry.class,
    firstIssuedOn: entry.firstIssuedOn,
    validUntil: entry.validUntil,
    holder: entry.holder,
  });
  const isMoved = before !== undefined && before.personKey !== after.personKey;
  const changed = namesOf({
    'holder.idNumber': isMoved,
    'holder.fileNumber': before?.fileNumberKey !== after.fileNumberKey,
  });
  return {
    actor,
    act: 'licence.register',
    subject: after._id,
    ...auditedChange(
      before && facts(before),
      { ...facts(after), ...(isMoved && { anotherPerson: true }) },
      changed,
    ),
  };
}

type AuditedEntry = Pick<LicenceFacts, 'class' | 'firstIssuedOn' | 'validUntil'> &
  LicenceKeys & { _id: string; holder: AuditedHolder };

/** Whether the register says nothing new. The number is not compared: the licence was found by it. */
export function isSameEntry(
  before: LicenceFacts & LicenceKeys,
  after: LicenceFacts & LicenceKeys,
): boolean {
  return ENTRY_FIELDS.every((field) => before[field] === after[field]);
}

/** A licence that the register now gives to another person is not the claimant's any more. */
export function keepsClaim(before: LicenceKeys, after: LicenceKeys): boolean {
  return before.personKey === after.personKey;
}

/** Whether its last valid day is over and that was not announced yet. */
export function isExpiryDue({ untoldExpiryOn }: LicenceFacts, now: Date): boolean {
  return untoldExpiryOn !== undefined && shanghaiDay(now) > untoldExpiryOn;
}

/** The caller, and what the register says of the licence number given. */
export interface Claim {
  identityStatus: IdentityStatus;
  personKey: string | undefined;
  /** The licence the account has claimed before. */
  claimed: { _id: string; holds: readonly Hold[] } | undefined;
  /** Of every licence registered for the person, whoever claimed it. */
  holdsOfPerson: Hold[];
  fileNumberKey: string;
  registered:
    (LicenceKeys & { _id: string; firstIssuedOn: string; accountId?: string }) | undefined;
}

/** `claimed`: it becomes the caller's; `repeated`: it is already, and the details given are its own. */
export function claimLicence(claim: Claim, now: Date): 'claimed' | 'repeated' | Refusal {
  const { registered } = claim;
  const isMatch =
    registered?.fileNumberKey === claim.fileNumberKey &&
    registered.personKey === claim.personKey &&
    registered.firstIssuedOn <= shanghaiDay(now);
  const bannedUntil = banEnd(claim.holdsOfPerson, now);

  if (claim.identityStatus !== 'verified') return refuse('IDENTITY_NOT_VERIFIED');
  if (isMatch && registered._id === claim.claimed?._id) return 'repeated';
  if (bannedUntil) return refuse('BANNED_FROM_LICENSING', { availableFrom: bannedUntil });
  if (claim.claimed && !isRevoked(claim.claimed)) return refuse('LICENCE_ALREADY_CLAIMED');
  // The refusal does not reveal which of number, file number and person was wrong, nor that another account has the licence.
  if (!isMatch || registered.accountId) return refuse('LICENCE_NOT_MATCHED');
  return 'claimed';
}

/** It never becomes valid again, so that its holder may claim another one when no ban stands. */
function isRevoked({ holds }: { holds: readonly Hold[] }): boolean {
  return holds.some(({ kind }) => kind === 'revoked');
}

/** The latest end of a ban that stands. */
function banEnd(holds: Hold[], now: Date): string | undefined {
  return holds
    .filter(({ kind }) => kind === 'revoked')
    .map(({ until }) => until ?? '')
    .filter((until) => until && new Date(until) > now)
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
}

/** With the ledger's holds, whatever the order in which they came; undefined when these or newer ones are there. */
export function withHolds<T extends LicenceFacts>(
  licence: T,
  { holds, version: holdsVersion }: HoldsStanding,
): T | undefined {
  if ((licence.holdsVersion ?? 0) >= holdsVersion) return undefined;
  return { ...licence, holds, holdsVersion };
}

/** Whether the copy of the ledger's holds says that the licence is held: its owner is asked before anybody is refused for it. */
export function hasHoldNow({ holds }: LicenceFacts, now: Date): boolean {
  return holds.some((hold) => holdStands(hold, now));
}

/** The holds that stand at an instant; none = valid. */
export function holdsAt(licence: LicenceFacts, now: Date): Hold[] {
  const standing = licence.holds.filter((hold) => holdStands(hold, now));
  const isExpired = licence.validUntil !== null && shanghaiDay(now) > licence.validUntil;
  return isExpired ? [...standing, { kind: 'expired' }] : standing;
}

import { refuse, type Refusal } from '../refusals/refusals';

/** Nobody decides about themselves. rules.md §1.own-case. */

/** By what services know a member of staff, as identity says it. */
export interface Self {
  accountId: string;
  /** The accounts that are verified as the person that they say they are, or were until they closed them. */
  otherAccountIds?: readonly string[];
  /** Of the person that they are, or say they are, and of the organisations for which they act: as vehicles names owners. */
  keys: readonly string[];
  /** Of organisations for which they acted, until when. */
  formerKeys?: readonly { key: string; until: string }[];
  /** Every licence that the register has of that person, claimed or not. */
  licenceIds: readonly string[];
}

/** Whom and what a staff act is about, as far as the service that decides it knows. */
export interface Concerned {
  accountIds?: readonly (string | null | undefined)[];
  keys?: readonly (string | null | undefined)[];
  licenceIds?: readonly (string | null | undefined)[];
  /** When that happened which it is about: whoever acted for one of the keys then or later is concerned, whether they still do or not. */
  since?: string | undefined;
}

/** Whose a vehicle is and who uses it. */
export interface VehicleHolders {
  ownerKey: string;
  /** By an active binding; the owner is none of them. */
  userAccountIds: readonly string[];
  /** The instant that was asked about. */
  since?: string;
  /** Who used it by a binding that ended after that instant. */
  formerUserAccountIds?: readonly string[];
  /** Who owned it until after that instant, where it was not asked of the owner then. */
  formerOwnerKeys?: readonly string[];
}

/** Refuses an act that is about the actor: their person, their licence, or a vehicle that is theirs, their organisation's or bound by them, or was so when it happened or later. */
export function ownCase(
  {
    accountId,
    otherAccountIds = [],
    keys: own = [],
    formerKeys = [],
    licenceIds: licences = [],
  }: Pick<Self, 'accountId'> & Partial<Self>,
  ...concerned: readonly Concerned[]
): Refusal | undefined {
  const isOwn = concerned.some(
    ({ accountIds = [], keys = [], licenceIds = [], since }) =>
      [accountId, ...otherAccountIds].some((own) => accountIds.includes(own)) ||
      own.some((key) => keys.includes(key)) ||
      formerKeys.some(({ key, until }) => keys.includes(key) && isAfter(until, since)) ||
      licences.some((licenceId) => licenceIds.includes(licenceId)),
  );
  return isOwn ? refuse('OWN_CASE') : undefined;
}

/** Nothing is after an instant that nobody says. */
function isAfter(until: string, since = ''): boolean {
  return Date.parse(until) > Date.parse(since);
}

/** Whom an act on a vehicle is about; nobody, where the register has no such vehicle. */
export function holdersOf(vehicle: VehicleHolders | null | undefined): Concerned {
  if (!vehicle) return {};
  const { ownerKey, formerOwnerKeys = [], since } = vehicle;
  const { userAccountIds, formerUserAccountIds = [] } = vehicle;
  return {
    keys: [ownerKey, ...formerOwnerKeys],
    accountIds: [...userAccountIds, ...formerUserAccountIds],
    since,
  };
}

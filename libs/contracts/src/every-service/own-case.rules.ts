import { refuse, type Refusal } from '../refusals/refusals';

/** Nobody decides about themselves. rules.md §1.own-case. */

/** By what services know a member of staff, as identity says it. */
export interface Self {
  accountId: string;
  /** Of the person that they are, or say they are, and of the organisations for which they act: as vehicles names owners. */
  keys: readonly string[];
  /** Every licence that the register has of that person, claimed or not. */
  licenceIds: readonly string[];
}

/** Whom and what a staff act is about, as far as the service that decides it knows. */
export interface Concerned {
  accountIds?: readonly (string | null | undefined)[];
  keys?: readonly (string | null | undefined)[];
  licenceIds?: readonly (string | null | undefined)[];
}

/** Whose a vehicle is and who uses it. */
export interface VehicleHolders {
  ownerKey: string;
  /** By an active binding; the owner is none of them. */
  userAccountIds: readonly string[];
}

/** Refuses an act that is about the actor: their person, their licence, or a vehicle that is theirs, their organisation's or bound by them. */
export function ownCase(
  { accountId, keys: own = [], licenceIds: licences = [] }: Pick<Self, 'accountId'> & Partial<Self>,
  ...concerned: readonly Concerned[]
): Refusal | undefined {
  const isOwn = concerned.some(
    ({ accountIds = [], keys = [], licenceIds = [] }) =>
      accountIds.includes(accountId) ||
      own.some((key) => keys.includes(key)) ||
      licences.some((licenceId) => licenceIds.includes(licenceId)),
  );
  return isOwn ? refuse('OWN_CASE') : undefined;
}

/** Whom an act on a vehicle is about; nobody, where the register has no such vehicle. */
export function holdersOf(vehicle: VehicleHolders | null | undefined): Concerned {
  return vehicle ? { keys: [vehicle.ownerKey], accountIds: vehicle.userAccountIds } : {};
}

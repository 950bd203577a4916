import type { Role } from '../fields/commands';
import { IsInstant } from '../fields/days';
import { IsId, IsIdList } from '../fields/ids';
import type { Hold, Licence, LicenceClass } from './licences';

/** Who somebody is: for themselves, for reviewers and for other services. rules.md §1. */

// ---- requests over the queue ---------------------------------------------------------------------------

/** Another service asks for what identity knows of a person. */
export class GetPerson {
  @IsId() accountId: string;
}
/** Vehicles asks who those are whom a reviewer decides about: verified persons, by account or by key. */
export class GetIdentities {
  @IsIdList(200) accountIds: string[];
  @IsIdList(200) personKeys: string[];
}

// ---- answers -------------------------------------------------------------------------------------------

export type IdentityStatus = 'unsubmitted' | 'submitted' | 'verified' | 'rejected';
export class IdentityState {
  status: IdentityStatus;
  nameMasked?: string;
  rejectedReason?: string;
}
export class PointServiceState {
  status: 'active' | 'suspended';
  reason?: string;
  since?: string;
}
export class Me {
  accountId: string;
  /** Null: of somebody who came to a desk without one. */
  phoneMasked: string | null;
  identity: IdentityState;
  licence: Licence | null;
  pointService: PointServiceState;
  roles: Role[];
}
/** What other services may know of a person: ids and facts, nothing personal. */
export interface Person {
  accountId: string;
  personKey: string | null;
  identityStatus: IdentityStatus;
  licence: {
    licenceId: string;
    class: LicenceClass;
    firstIssuedOn: string;
    validUntil: string | null;
    holds: Hold[];
  } | null;
}
/** Who somebody is, whole; for staff whose work it is to compare it with papers. */
export interface IdentityDetails {
  name: string;
  idNumber: string;
  phone: string;
}
/** Whoever is not verified is left out. */
export interface Identities {
  byAccount: Record<string, IdentityDetails>;
  byPerson: Record<string, IdentityDetails>;
}
export class VerificationItem {
  accountId: string;
  status: IdentityStatus;
  nameMasked: string;
  idNumberMasked: string;
  documentIds: string[];
  submittedAt: string;
  rejectedReason?: string;
  etag: string;
}
/** One case, opened by a reviewer: the whole of what the papers must say. */
export class VerificationCase extends VerificationItem {
  name: string;
  idNumber: string;
}

// ---- events --------------------------------------------------------------------------------------------

export class IdentityVerified {
  @IsId() accountId: string;
  @IsId() personKey: string;
  @IsInstant() at: string;
}

import { IsBoolean, IsIn, IsInt } from 'class-validator';
import type { Role } from '../fields/commands';
import { IsInstant } from '../fields/days';
import { IsId, IsIdList } from '../fields/ids';
import { IsOptional } from '../fields/optional';
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
  /** For a decision or a receipt, which goes on naming whoever closed their account. */
  @IsOptional() @IsBoolean() onPaper?: boolean;
}

// ---- answers -------------------------------------------------------------------------------------------

export type IdentityStatus = 'unsubmitted' | 'submitted' | 'verified' | 'rejected';
export class IdentityState {
  /** How far the verification of name and ID number has come. */
  status: IdentityStatus;
  /** The verified or submitted name, masked; absent before. */
  nameMasked?: string;
  /** Why a reviewer rejected it. */
  rejectedReason?: string;
}
export class PointServiceState {
  /** Suspended: points cannot be taken until a reviewer has decided. §4 */
  status: 'active' | 'suspended';
  /** Code of why it is suspended. */
  reason?: string;
  /** Since when it is suspended. */
  since?: string;
}
export class Me {
  /** The caller's account. */
  accountId: string;
  /** Null: of somebody who came to a desk without one. */
  phoneMasked: string | null;
  /** Whether they are verified. */
  identity: IdentityState;
  /** The licence that they claimed; null: none. */
  licence: Licence | null;
  /** Whether they may take points now. */
  pointService: PointServiceState;
  /** What they may do; `citizen` always. */
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
  /** The account that asks to be verified. */
  accountId: string;
  /** How far it has come. */
  status: IdentityStatus;
  /** The name that was given, masked. */
  nameMasked: string;
  /** The ID number that was given, masked. */
  idNumberMasked: string;
  /** The pictures of the ID card; read at `/v1/documents/{documentId}`. */
  documentIds: string[];
  /** When it was submitted last. */
  submittedAt: string;
  /** Why it was rejected; absent otherwise. */
  rejectedReason?: string;
  /** For `If-Match` of the next step; another one as soon as the item changes. */
  etag: string;
}
/** One case, opened by a reviewer: the whole of what the papers must say. */
export class VerificationCase extends VerificationItem {
  /** The whole name that was given. */
  name: string;
  /** The whole ID number that was given. */
  idNumber: string;
}

// ---- events --------------------------------------------------------------------------------------------

/** A reviewer's decision on an identity, of which its account is notified. */
export class IdentityDecided {
  @IsId() accountId: string;
  @IsIn(['verified', 'rejected']) status: 'verified' | 'rejected';
  @IsInstant() at: string;
  @IsInt() version: number;
}
export class IdentityVerified {
  @IsId() accountId: string;
  @IsId() personKey: string;
  @IsInstant() at: string;
}

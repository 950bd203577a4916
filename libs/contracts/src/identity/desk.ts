import { ArrayUnique, IsArray, IsIn, IsString, Matches } from 'class-validator';
import { Command, Query, type Role } from '../fields/commands';
import { IsId } from '../fields/ids';
import { IsPhone, IsText } from '../fields/names';
import { Nested } from '../fields/nested';
import { IsOptional } from '../fields/optional';
import { InCapitals, IsLicenceNumber, IsPersonName } from '../fields/people';
import { formMessage } from '../words/forms';
import type { Hold, LicenceClass } from './licences';
import type { PointServiceState } from './people';
import type { PhoneChanged } from './sessions';

/** What identity does for people who come to a desk, and what staff finds there. rules.md §1. */

/** What a person who comes to a desk shows of themselves. */
export const SHOWN_AT_DESK = ['id_card', 'driving_licence'] as const;

// ---- bodies over HTTP ----------------------------------------------------------------------------------

/** Somebody who is present, as their papers say. */
export class WalkInBody {
  /** As the ID card has it: 2–50 characters. §1 */
  @IsPersonName() name: string;
  /** 18 characters of the ID card; `x` counts as `X`. */
  @InCapitals()
  @IsString()
  @Matches(/^\d{17}[\dX]$/, { message: formMessage('form.id_number') })
  idNumber: string;
  /** Left out: nobody can log into the account. */
  @IsOptional() @IsPhone() phone?: string;
  /** Number of the driving licence; small letters count as capitals. */
  @IsLicenceNumber() licenceNumber: string;
  /** File number of the licence: 12 digits. */
  @IsString()
  @Matches(/^\d{12}$/, { message: formMessage('form.digits', { count: '12' }) })
  fileNumber: string;
  /** What the officer has seen; both are needed. */
  @IsArray()
  @ArrayUnique()
  @IsIn(SHOWN_AT_DESK, { each: true })
  papersSeen: (typeof SHOWN_AT_DESK)[number][];
}

/** Somebody's new phone, set for whoever cannot read the codes of the old one any longer. */
export class DeskPhoneBody {
  /** The new number: mainland mobile, 11 digits. */
  @IsPhone() phone: string;
  /** Why, in words of one's own; kept in the audit. */
  @IsText(1, 500) reason: string;
}

/** By one of both. */
export class AccountQuery {
  /** The number that the account is logged into by. */
  @IsOptional() @IsPhone() phone?: string;
  /** With which the account is verified. */
  @IsOptional()
  @InCapitals()
  @IsString()
  @Matches(/^\d{17}[\dX]$/, { message: formMessage('form.id_number') })
  idNumber?: string;
}
/** By one of both. */
export class LicenceQuery {
  /** Of the licence. */
  @IsOptional() @IsLicenceNumber() licenceNumber?: string;
  /** Of its holder. */
  @IsOptional()
  @InCapitals()
  @IsString()
  @Matches(/^\d{17}[\dX]$/, { message: formMessage('form.id_number') })
  idNumber?: string;
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class AdmitWalkIn extends Command {
  @Nested(() => WalkInBody) body: WalkInBody;
}
export class SetPhone extends Command {
  @IsId() accountId: string;
  @Nested(() => DeskPhoneBody) body: DeskPhoneBody;
}

export class SearchAccount extends Query {
  @Nested(() => AccountQuery) by: AccountQuery;
}
export class SearchLicence extends Query {
  @Nested(() => LicenceQuery) by: LicenceQuery;
}
export class OpenLicence extends Query {
  @IsId() licenceId: string;
}

// ---- answers -------------------------------------------------------------------------------------------

export class WalkInAdmitted {
  /** Their account. */
  accountId: string;
  /** The licence that was claimed for them. */
  licenceId: string;
}

export class AccountFound {
  /** Whom it is of. */
  accountId: string;
  /** Null: nobody logs into it. */
  phoneMasked: string | null;
  /** Null: nobody has said it yet. */
  nameMasked: string | null;
  /** What its owner may do. */
  roles: Role[];
}
/** A licence of the register, whole, as an officer compares it with papers. */
export class DeskLicence {
  /** The licence. */
  licenceId: string;
  /** Null: nobody has claimed it; its holder is admitted at `POST /v1/desk/persons`, or claims it in the app. */
  accountId: string | null;
  /** Null: the register has no names, and its holder has not been verified. */
  name: string | null;
  /** Whole. */
  licenceNumber: string;
  /** Which vehicles it is for. */
  class: LicenceClass;
  /** From which its cycles are counted. */
  firstIssuedOn: string;
  /** Null: for life. */
  validUntil: string | null;
  /** Why it is not valid; none: it is. */
  holds: Hold[];
  /** Whether its holder may take points. */
  pointService: PointServiceState;
}

export const DESK_REQUESTS = {
  'walk-in.admit': AdmitWalkIn,
  'phone.set': SetPhone,
  'account.search': SearchAccount,
  'licence.search': SearchLicence,
  'licence.open': OpenLicence,
};

export interface DeskReplies {
  'walk-in.admit': WalkInAdmitted;
  'phone.set': PhoneChanged;
  'account.search': AccountFound;
  'licence.search': DeskLicence;
  'licence.open': DeskLicence;
}

import { IsBoolean, IsIn, IsInt, IsString, Matches } from 'class-validator';
import { DocumentsNamed, type NamedDocuments } from '../every-service/documents';
import { Command, Query, StaffCommand, type Nothing } from '../fields/commands';
import { IsInstant } from '../fields/days';
import { DecisionBody, type TimelineEntry } from '../fields/decisions';
import { IsId, IsIdList } from '../fields/ids';
import { IsText } from '../fields/names';
import { Nested } from '../fields/nested';
import { ListOfCaller, PageQuery, type Page } from '../fields/pages';
import { IsPlateNumber, IsPlateType, type PlateType } from '../fields/plates';
import { formMessage } from '../words/forms';
import type { Wording } from '../words/languages';
import { IsOptional } from '../fields/optional';
import { InCapitals, IsLicenceNumber } from '../fields/people';
import { AccountClosed, ClosingBegins, ClosingOf, type ClosingFound } from '../identity/closing';
import { VEHICLE_DESK_REQUESTS, type VehicleDeskReplies } from './desk';
import { REGISTER_EVENTS, REGISTER_REQUESTS, type RegisterReplies } from './register';
import { ShareVehicle, type OwnVehicle, type ShareCode } from './sharing';

/** What vehicles offers and says: bindings here, the vehicle register in register.ts. rules.md §2. */

/** pending_consent → pending_review → active, and the ways out (rules.md §2). */
export const BINDING_STATUSES = [
  'pending_consent',
  'pending_review',
  'active',
  'consent_denied',
  'consent_expired',
  'rejected',
  'released',
  'ended',
] as const;
export type BindingStatus = (typeof BINDING_STATUSES)[number];

// ---- bodies over HTTP ----------------------------------------------------------------------------------

/** A request names the vehicle by all of its details, or by the code with which its owner shares it (`wantedVehicle`). */
export class BindingBody {
  /** Number plate as people write it: spaces, `·`, `•` and `-` in it are dropped, small letters count as capitals. §2 */
  @IsOptional() @IsPlateNumber() plateNumber?: string;
  /** Kind of number plate: one of these names, or the two digits of GA/T 16.7. §2 */
  @IsOptional() @IsPlateType() plateType?: PlateType;
  /** The last 6 letters and digits of the engine number. */
  @IsOptional()
  @InCapitals()
  @IsString()
  @Matches(/^[0-9A-Z]{6}$/, { message: formMessage('form.engine_number_end') })
  engineNumberLast6?: string;
  /** `own`: active at once; `other`: its owner consents and a reviewer approves. §2 */
  @IsIn(['own', 'other']) relation: 'own' | 'other';
  /** The owner's licence number, of another's vehicle. */
  @IsOptional() @IsLicenceNumber() ownerLicenceNumber?: string;
  /** The last 6 characters of the VIN, where the owner has no licence, such as a company. */
  @IsOptional()
  @InCapitals()
  @IsString()
  @Matches(/^[0-9A-Z]{6}$/, { message: formMessage('form.signs', { count: '6' }) })
  vinLast6?: string;
  /** The code with which the owner shares the vehicle. With it are sent `relation` (`other`), `relationNote` and `documentIds`, and no other field: not plate, plate type or engine number, nor `ownerLicenceNumber` or `vinLast6`. */
  @IsOptional()
  @InCapitals()
  @IsString()
  @Matches(/^[0-9A-Z]{20}$/, { message: formMessage('form.signs', { count: '20' }) })
  shareCode?: string;
  /** How the applicant knows the owner, in their own words; for another's vehicle. */
  @IsOptional() @IsText(1, 100) relationNote?: string;
  /** A picture of the owner's vehicle licence, uploaded before; for another's vehicle. */
  @IsOptional() @IsIdList() documentIds?: string[];
}

/** A reviewer's decision; `falseMaterial` goes with a rejection, and bars the applicant from asking for others' vehicles. */
export class BindingDecisionBody extends DecisionBody {
  /** With a rejection: the papers were false. It bars the applicant from asking for others' vehicles. */
  @IsOptional() @IsBoolean() falseMaterial?: boolean;
}

/** Why an officer lets somebody ask for others' vehicles again. */
export class LiftBarBody {
  /** Why, in words of one's own; kept in the audit. */
  @IsText(1, 500) reason: string;
}

/** The owner's decision in the app, or the applicant's code from the owner's phone: exactly one of both. */
export class ConsentBody {
  /** The owner's answer. */
  @IsOptional() @IsIn(['grant', 'deny']) decision?: 'grant' | 'deny';
  /** The 6 digits that the owner received and passed on. */
  @IsOptional()
  @IsString()
  @Matches(/^\d{6}$/, { message: formMessage('form.digits', { count: '6' }) })
  code?: string;
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class RequestBinding extends Command {
  @Nested(() => BindingBody) body: BindingBody;
}
export class BindingOf extends Query {
  @IsId() bindingId: string;
}
export class AnswerConsent extends Command {
  @IsId() bindingId: string;
  @Nested(() => ConsentBody) body: ConsentBody;
}
export class ListBindingReviews extends Query {
  @IsOptional() @IsIn(BINDING_STATUSES) status?: BindingStatus;
  @Nested(() => PageQuery) page: PageQuery;
}
export class DecideBinding extends StaffCommand {
  @IsId() bindingId: string;
  @Nested(() => BindingDecisionBody) body: BindingDecisionBody;
}
export class LiftBar extends Query {
  @IsId() accountId: string;
  @Nested(() => LiftBarBody) body: LiftBarBody;
}

// ---- answers -------------------------------------------------------------------------------------------

export class Binding {
  /** The binding. */
  bindingId: string;
  /** The vehicle. */
  vehicleId: string;
  /** Number plate, as it is stored. */
  plateNumber: string;
  /** Whether it is the applicant's own vehicle or another person's. */
  relation: 'own' | 'other';
  /** How far it has come. §2 */
  status: BindingStatus;
  /** Since when the vehicle may be used; absent before. */
  activeSince?: string;
  /** Since when a suspension freezes the request; absent otherwise. §4 */
  frozenFrom?: string;
  /** Until when the owner may consent, while that is awaited and no suspension stops the hours. */
  consentUntil?: string;
  /** By when a reviewer is expected to decide; while that is awaited. */
  expectedBy?: string;
  /** Why it was rejected; absent otherwise. */
  rejectedReason?: string;
  /** What to know before handling violations of another's vehicle. */
  riskNotice?: Wording;
  /** What became of it, the oldest step first. */
  timeline: TimelineEntry[];
}
/** Somebody whom a reviewer's decision concerns; null where nobody has said it yet. */
export class Party {
  /** The name. */
  name: string | null;
  /** The ID number. */
  idNumber: string | null;
  /** The phone. */
  phone: string;
}
/** In lists the parties are masked, in a case that is opened whole. */
export class BindingReviewItem extends Binding {
  /** The applicant's account. */
  accountId: string;
  /** Who asks. */
  applicant: Party;
  /** Who owns the vehicle. */
  owner: Party;
  /** How the applicant knows the owner, in their own words. */
  relationNote?: string;
  /** The picture of the vehicle licence; read at `/v1/documents/{documentId}`. */
  documentIds: string[];
  /** When it was asked for. */
  requestedAt: string;
  /** For `If-Match` of the next step; another one as soon as the item changes. */
  etag: string;
}
/** As the owner of the vehicle is shown them: enough to be recognised by who knows them. */
export class ApplicantSeen {
  /** The name, masked; null where identity has not verified it. */
  nameMasked: string | null;
  /** The end of the phone; null where they have none. */
  phoneLast4: string | null;
}
/** Who uses a vehicle of the caller's. */
export class BoundByOther {
  /** The binding. */
  bindingId: string;
  /** The vehicle. */
  vehicleId: string;
  /** Number plate, as it is stored. */
  plateNumber: string;
  /** How far it has come. §2 */
  status: BindingStatus;
  /** Who asks, or uses it. */
  applicant: ApplicantSeen;
  /** How the applicant knows the owner, in their own words. */
  relationNote?: string;
  /** When it was asked for. */
  requestedAt: string;
  /** Since when the vehicle may be used; absent before. */
  activeSince?: string;
}
// ---- events --------------------------------------------------------------------------------------------

/** A step of a non-own binding, of which applicant and owner are notified. */
export class BindingStep {
  @IsId() bindingId: string;
  @IsId() vehicleId: string;
  /** The applicant's. */
  @IsId() accountId: string;
  @IsId() ownerKey: string;
  @IsInstant() at: string;
  @IsInt() version: number;
}

/** `byShareCode`: the owner has consented by sharing the vehicle, so that a reviewer decides next. */
export class BindingRequested extends BindingStep {
  @IsOptional() @IsIn([true]) byShareCode?: true;
}
/** `falseMaterial`: the applicant is barred from asking for others' vehicles. */
export class BindingRejected extends BindingStep {
  @IsOptional() @IsIn([true]) falseMaterial?: true;
}
/** An officer lets somebody ask for others' vehicles again. */
export class BarLifted {
  @IsId() accountId: string;
  @IsInstant() at: string;
  @IsInt() version: number;
}
const ENDED_BECAUSE = ['new_owner', 'plate_lost', 'deregistered', 'sanction'] as const;
export type EndedBecause = (typeof ENDED_BECAUSE)[number];
/** Nobody of the two ended it: the vehicle has a new owner, its plate is another car's, it is deregistered, or a sanction against the user is in force. */
export class BindingEnded extends BindingStep {
  /** Absent in what was said before there were reasons: a new owner. */
  @IsOptional() @IsIn(ENDED_BECAUSE) because?: EndedBecause;
}

export const VEHICLES_EVENTS = {
  ...REGISTER_EVENTS,
  'binding.requested': BindingRequested,
  'binding.consent-denied': BindingStep,
  'binding.consent-expired': BindingStep,
  'binding.activated': BindingStep,
  'binding.rejected': BindingRejected,
  'binding.released': BindingStep,
  'binding.ended': BindingEnded,
  'binding-bar.lifted': BarLifted,
};

export const VEHICLES_REQUESTS = {
  ...REGISTER_REQUESTS,
  'binding.request': RequestBinding,
  'binding.list': ListOfCaller,
  'vehicles.documents-named': DocumentsNamed,
  'vehicles.closing': ClosingBegins,
  'vehicles.closing-taken-back': ClosingOf,
  'vehicles.account-closed': AccountClosed,
  'binding.get': BindingOf,
  'binding.release': BindingOf,
  'binding.consent': AnswerConsent,
  'vehicle.bound-by-others': ListOfCaller,
  'vehicle.release-other': BindingOf,
  'binding-review.list': ListBindingReviews,
  'binding-review.get': BindingOf,
  'binding-review.decide': DecideBinding,
  'binding-bar.lift': LiftBar,
  'vehicle.share': ShareVehicle,
  'vehicle.mine': ListOfCaller,
  ...VEHICLE_DESK_REQUESTS,
};

export interface VehiclesReplies extends RegisterReplies, VehicleDeskReplies {
  'binding.request': Binding;
  'binding.list': Page<Binding>;
  'vehicles.documents-named': NamedDocuments;
  'vehicles.closing': ClosingFound;
  'vehicles.closing-taken-back': Nothing;
  'vehicles.account-closed': Nothing;
  'binding.get': Binding;
  'binding.release': Nothing;
  'binding.consent': Binding;
  'vehicle.bound-by-others': Page<BoundByOther>;
  'vehicle.release-other': Nothing;
  'binding-review.list': Page<BindingReviewItem>;
  'binding-review.get': BindingReviewItem;
  'binding-review.decide': BindingReviewItem;
  'binding-bar.lift': Nothing;
  'vehicle.share': ShareCode;
  'vehicle.mine': Page<OwnVehicle>;
}

import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsString, Matches } from 'class-validator';
import { IMPORT_BATCH_ROWS, ImportBatch, type ImportOutcome } from '../every-service/imports';
import { Command, Query, StaffCommand, type Nothing } from '../fields/commands';
import { IsDay, IsInstant } from '../fields/days';
import { DecisionBody, type TimelineEntry } from '../fields/decisions';
import { IsId, IsIdList } from '../fields/ids';
import { IsPhone, IsText } from '../fields/names';
import { Nested, NestedList } from '../fields/nested';
import { ListOfCaller, PageQuery, type Page } from '../fields/pages';
import { IsPlateNumber, PLATE_TYPES, ReadsPlateType, type PlateType } from '../fields/plates';
import { formMessage } from '../words/forms';
import { IsOptional } from '../fields/optional';
import { InCapitals, IsLicenceNumber } from '../fields/people';

/** What vehicles offers and says: the vehicle register and bindings. rules.md §2. */

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

export class BindingBody {
  @IsPlateNumber() plateNumber: string;
  @ReadsPlateType() @IsIn(PLATE_TYPES) plateType: PlateType;
  @InCapitals()
  @IsString()
  @Matches(/^[0-9A-Z]{6}$/, { message: formMessage('form.signs', { count: '6' }) })
  engineNumberLast6: string;
  @IsIn(['own', 'other']) relation: 'own' | 'other';
  @IsOptional() @IsLicenceNumber() ownerLicenceNumber?: string;
  @IsOptional()
  @InCapitals()
  @IsString()
  @Matches(/^[0-9A-Z]{6}$/, { message: formMessage('form.signs', { count: '6' }) })
  vinLast6?: string;
  @IsOptional() @IsText(1, 100) relationNote?: string;
  @IsOptional() @IsIdList() documentIds?: string[];
}

/** The owner's decision in the app, or the applicant's code from the owner's phone: exactly one of both. */
export class ConsentBody {
  @IsOptional() @IsIn(['grant', 'deny']) decision?: 'grant' | 'deny';
  @IsOptional()
  @IsString()
  @Matches(/^\d{6}$/, { message: formMessage('form.digits', { count: '6' }) })
  code?: string;
}

export class RegistryOwner {
  @InCapitals()
  @IsString()
  @Matches(/^[0-9A-Z]{15,20}$/, { message: formMessage('form.signs', { count: '15–20' }) })
  idNumber: string;
  @IsPhone() phone: string;
  @IsOptional() @IsLicenceNumber() licenceNumber?: string;
}

/** A vehicle as the registration authority registers it; natural key: plate type + plate number. */
export class RegistryVehicle {
  @IsPlateNumber() plateNumber: string;
  @ReadsPlateType() @IsIn(PLATE_TYPES) plateType: PlateType;
  @InCapitals()
  @IsString()
  @Matches(/^[0-9A-Z]{17}$/, { message: formMessage('form.signs', { count: '17' }) })
  vin: string;
  @InCapitals()
  @IsString()
  @Matches(/^(?=(-*[0-9A-Z]){6})[0-9A-Z-]{6,30}$/, {
    message: formMessage('form.signs', { count: '6–30' }),
  })
  engineNumber: string;
  @IsBoolean() commercial: boolean;
  @IsDay() registeredOn: string;
  @Nested(() => RegistryOwner) owner: RegistryOwner;
  /** From this day on the car has the plate no longer, and its VIN may stand under another one. */
  @IsOptional() @IsDay() deregisteredOn?: string;
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class RegisterVehicle extends Command {
  @Nested(() => RegistryVehicle) body: RegistryVehicle;
}
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
  @Nested(() => DecisionBody) body: DecisionBody;
}
/** Another service asks how an account stands to a vehicle, and what the vehicle is. */
export class GetVehicleAccess {
  @IsId() accountId: string;
  @IsId() vehicleId: string;
  /** An instant in the past, such as that of a violation, for `boundThen`. */
  @IsOptional() @IsInstant() at?: string;
}
/** Another service asks which vehicles an account owns or has actively bound. */
export class GetAccessibleVehicles {
  @IsId() accountId: string;
}
/** The gateway joins plates to ids it received from the ledger. */
export class GetPlates {
  @IsArray() @ArrayMaxSize(1000) @IsString({ each: true }) vehicleIds: string[];
}

/** Violations asks who owns the vehicles of an import, so that the owners are notified. */
export class GetOwners {
  @IsArray() @ArrayMaxSize(500) @IsString({ each: true }) vehicleIds: string[];
}

// ---- answers -------------------------------------------------------------------------------------------

export class Binding {
  bindingId: string;
  vehicleId: string;
  plateNumber: string;
  relation: 'own' | 'other';
  status: BindingStatus;
  activeSince?: string;
  frozenFrom?: string;
  expectedBy?: string;
  rejectedReason?: string;
  riskNotice?: string;
  timeline: TimelineEntry[];
}
/** Somebody whom a reviewer's decision concerns; null where nobody has said it yet. */
export class Party {
  name: string | null;
  idNumber: string | null;
  phone: string;
}
/** In lists the parties are masked, in a case that is opened whole. */
export class BindingReviewItem extends Binding {
  accountId: string;
  /** Who asks. */
  applicant: Party;
  /** Who owns the vehicle. */
  owner: Party;
  relationNote?: string;
  documentIds: string[];
  requestedAt: string;
  etag: string;
}
/** Who uses a vehicle of the caller's. */
export class BoundByOther {
  bindingId: string;
  vehicleId: string;
  plateNumber: string;
  status: BindingStatus;
  relationNote?: string;
  requestedAt: string;
  activeSince?: string;
}
export interface VehicleFacts {
  vehicleId: string;
  plateNumber: string;
  plateType: PlateType;
  commercial: boolean;
  /** Whether somebody who does not own it may bind it. */
  bindable: boolean;
  registeredOn: string;
  ownerPersonKey: string;
}
/** `vehicle: null` when the plate is not registered (yet). */
export interface VehicleAccess {
  vehicle: VehicleFacts | null;
  relation: 'owner' | 'bound' | 'none';
  /** When the active binding began, for `bound`. */
  activeSince?: string;
  /** A binding of theirs was active at the instant asked about, whatever became of it. */
  boundThen?: true;
}
export interface AccessibleVehicle {
  vehicleId: string;
  plateNumber: string;
  relation: 'owner' | 'bound';
}

// ---- events --------------------------------------------------------------------------------------------

export class VehicleRegistered {
  @IsId() vehicleId: string;
  @IsIn(PLATE_TYPES) plateType: PlateType;
  @IsBoolean() commercial: boolean;
  @IsDay() registeredOn: string;
  @IsId() ownerPersonKey: string;
  @IsInt() version: number;
}
/** A step of a non-own binding, of which applicant and owner are notified. */
export class BindingStep {
  @IsId() bindingId: string;
  @IsId() vehicleId: string;
  /** The applicant's. */
  @IsId() accountId: string;
  @IsId() ownerPersonKey: string;
  @IsInstant() at: string;
  @IsInt() version: number;
}

const ENDED_BECAUSE = ['new_owner', 'sanction'] as const;
export type EndedBecause = (typeof ENDED_BECAUSE)[number];
/** Nobody of the two ended it: the vehicle has a new owner, or a sanction against the user is in force. */
export class BindingEnded extends BindingStep {
  /** Absent in what was said before there were reasons: a new owner. */
  @IsOptional() @IsIn(ENDED_BECAUSE) because?: EndedBecause;
}

/** Vehicles that an import registered (version 1) or changed; each as `vehicle.registered` or `vehicle.changed` would say it. */
export class VehiclesImported {
  @NestedList(() => VehicleRegistered, IMPORT_BATCH_ROWS) vehicles: VehicleRegistered[];
}

export const VEHICLES_EVENTS = {
  'vehicle.registered': VehicleRegistered,
  'vehicle.changed': VehicleRegistered,
  'vehicles.imported': VehiclesImported,
  'binding.requested': BindingStep,
  'binding.consent-denied': BindingStep,
  'binding.consent-expired': BindingStep,
  'binding.activated': BindingStep,
  'binding.rejected': BindingStep,
  'binding.released': BindingStep,
  'binding.ended': BindingEnded,
};

export const VEHICLES_REQUESTS = {
  'vehicle.register': RegisterVehicle,
  'vehicle.import': ImportBatch,
  'binding.request': RequestBinding,
  'binding.list': ListOfCaller,
  'binding.get': BindingOf,
  'binding.release': BindingOf,
  'binding.consent': AnswerConsent,
  'vehicle.bound-by-others': ListOfCaller,
  'vehicle.release-other': BindingOf,
  'vehicle.access': GetVehicleAccess,
  'vehicle.accessible': GetAccessibleVehicles,
  'vehicle.plates': GetPlates,
  'vehicle.owners': GetOwners,
  'binding-review.list': ListBindingReviews,
  'binding-review.get': BindingOf,
  'binding-review.decide': DecideBinding,
};

export interface VehiclesReplies {
  'vehicle.register': { vehicleId: string };
  'vehicle.import': ImportOutcome;
  'binding.request': Binding;
  'binding.list': Page<Binding>;
  'binding.get': Binding;
  'binding.release': Nothing;
  'binding.consent': Binding;
  'vehicle.bound-by-others': Page<BoundByOther>;
  'vehicle.release-other': Nothing;
  'vehicle.access': VehicleAccess;
  'vehicle.accessible': { vehicles: AccessibleVehicle[] };
  'vehicle.plates': { plates: Record<string, string> };
  /** Vehicle id → key of the person; a vehicle that is not registered is left out. */
  'vehicle.owners': { owners: Record<string, string> };
  'binding-review.list': Page<BindingReviewItem>;
  'binding-review.get': BindingReviewItem;
  'binding-review.decide': BindingReviewItem;
}

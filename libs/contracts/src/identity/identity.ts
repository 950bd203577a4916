import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Matches,
} from 'class-validator';
import { ClockState } from '../every-service/clock';
import { IMPORT_BATCH_ROWS, ImportBatch, type ImportOutcome } from '../every-service/imports';
import type { Self } from '../every-service/own-case.rules';
import type { PersonKeys } from '../every-service/own-data';
import { Command, Nothing, Query, ROLES, StaffCommand, type Role } from '../fields/commands';
import { IsInstant } from '../fields/days';
import { DecisionBody } from '../fields/decisions';
import { IsId, IsIdList } from '../fields/ids';
import { Nested, NestedList } from '../fields/nested';
import { ListOfCaller, PageQuery, type Page } from '../fields/pages';
import { DESK_REQUESTS, type DeskReplies } from './desk';
import {
  LicenceBody,
  LicenceClaimed,
  LicenceExpired,
  RegistryLicence,
  type Licence,
  type RegisteredLicence,
} from './licences';
import {
  GetIdentities,
  GetPerson,
  IdentityDecided,
  IdentityVerified,
  type Identities,
  type Me,
  type Person,
  type VerificationCase,
  type VerificationItem,
} from './people';
import {
  DecideOrganisation,
  DelegateChanged,
  ListOrganisationReviews,
  OrganisationOf,
  RequestOrganisation,
  type Delegation,
  type Organisation,
  type OrganisationCase,
  type OrganisationItem,
} from './organisations';
import { AdvanceClock, SandboxAccounts, SendSms, type Sms } from './sandbox';
import { SECOND_FACTOR_REQUESTS, type SecondFactorReplies } from './second-factor';
import { CodeBody, SESSION_EVENTS, SESSION_REQUESTS, type SessionReplies } from './sessions';
import { LANGUAGES, type Language } from '../words/languages';
import { formMessage } from '../words/forms';
import { NOTIFICATION_KINDS, type NotificationKind } from '../words/notifications';
import { IsOptional } from '../fields/optional';
import { InCapitals, IsPersonName } from '../fields/people';

/** What identity offers and says: accounts, codes, sessions, verification, documents, licences, notifications, the sandbox clock. rules.md §1. */

export const DOCUMENT_KINDS = [
  'id_card_front',
  'id_card_back',
  'vehicle_licence',
  'evidence',
  'business_licence',
  'authorisation',
] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

// ---- bodies over HTTP ----------------------------------------------------------------------------------

export class IdentityVerificationBody {
  /** As the ID card has it: 2–50 characters. §1 */
  @IsPersonName() name: string;
  /** 18 characters of the ID card; `x` counts as `X`. */
  @InCapitals()
  @IsString()
  @Matches(/^\d{17}[\dX]$/, { message: formMessage('form.id_number') })
  idNumber: string;
  /** Pictures of both sides of the ID card, uploaded before. */
  @IsIdList() documentIds: string[];
}

export class RolesBody {
  /** All the roles that the account has from now on. */
  @IsIn(ROLES, { each: true }) @ArrayUnique() roles: Role[];
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class SetRoles extends Command {
  @IsId() accountId: string;
  @Nested(() => RolesBody) body: RolesBody;
}
export class SubmitIdentity extends Command {
  @Nested(() => IdentityVerificationBody) body: IdentityVerificationBody;
}
export class ClaimLicence extends Command {
  @Nested(() => LicenceBody) body: LicenceBody;
}
export class RegisterLicence extends Command {
  @Nested(() => RegistryLicence) body: RegistryLicence;
}
export class AccountOf extends Query {
  @IsId() accountId: string;
}
export class ListVerifications extends Query {
  @IsOptional() @IsIn(['submitted', 'verified', 'rejected']) status?:
    'submitted' | 'verified' | 'rejected';
  @Nested(() => PageQuery) page: PageQuery;
}
export class DecideVerification extends StaffCommand {
  @IsId() accountId: string;
  @Nested(() => DecisionBody) body: DecisionBody;
}
export class ListNotifications extends ListOfCaller {
  @IsIn(LANGUAGES) language: Language;
}
export class NotificationOf extends Command {
  @IsIn(LANGUAGES) language: Language;
  @IsId() notificationId: string;
}
/** The ledger asks who claimed a licence, because the event of the claim has not reached it. */
export class GetLicenceHolder {
  @IsId() licenceId: string;
}
/** The ledger asks of which registered licences certificates and opening balances speak, by their numbers. */
export class FindLicences {
  @IsArray()
  @ArrayMaxSize(IMPORT_BATCH_ROWS)
  @IsString({ each: true })
  licenceNumbers: string[];
}
/** Another service asks whether documents exist, whose they are and of what kind. */
export class CheckDocuments {
  @IsId() accountId: string;
  @IsIdList() documentIds: string[];
}
/** Violations asks which of the documents that the register names as evidence exist and are some, whosever they are. */
export class CheckEvidence {
  @IsIdList(10 * IMPORT_BATCH_ROWS) documentIds: string[];
}
// ---- answers -------------------------------------------------------------------------------------------

export class DocumentInfo {
  /** Names the document in later requests. */
  documentId: string;
  /** What it shows, as it was said. */
  kind: DocumentKind;
  /** Of its content: `image/jpeg`, `image/png` or `application/pdf`. */
  mediaType: string;
  /** Bytes. */
  size: number;
}
export class Notification {
  /** The notification. */
  notificationId: string;
  /** What it is about. */
  kind: NotificationKind;
  /** The sentence to read, in the language of the answer. */
  text: string;
  /** Ids of what it is about, by name, such as `handlingId`. */
  about: Record<string, string>;
  /** When it happened. */
  at: string;
  /** When it was marked as read; absent until then. */
  readAt?: string;
}
// ---- events --------------------------------------------------------------------------------------------

class RolesChanged {
  @IsId() accountId: string;
  @IsIn(ROLES, { each: true }) roles: Role[];
  @IsInt() version: number;
}

/** Its access tokens made before this version are refused: its person closes it. */
class AccountClosing {
  @IsId() accountId: string;
  @IsInt() version: number;
}

/** One notification of somebody whom what happened does not name by account, such as the owner of a car. */
export class PersonNotified {
  @IsId() accountId: string;
  @IsId() notificationId: string;
  @IsIn(NOTIFICATION_KINDS) kind: NotificationKind;
  /** The event that they are notified of. */
  @IsString() event: string;
  /** Ids only, by name: what it is about. */
  @IsObject() about: Record<string, string>;
  @IsInstant() at: string;
}
/** People were notified whom an event does not name by account: so that they, too, hear of it as it happens. */
export class PeopleNotified {
  @NestedList(() => PersonNotified, IMPORT_BATCH_ROWS) people: PersonNotified[];
}

export const IDENTITY_EVENTS = {
  'identity.decided': IdentityDecided,
  'identity.verified': IdentityVerified,
  'licence.claimed': LicenceClaimed,
  'licence.changed': LicenceClaimed,
  'licence.expired': LicenceExpired,
  'account.roles-changed': RolesChanged,
  'account.closing': AccountClosing,
  'clock.moved': ClockState,
  'people.notified': PeopleNotified,
  ...SESSION_EVENTS,
  'organisation.delegate-changed': DelegateChanged,
};

export const IDENTITY_REQUESTS = {
  ...SESSION_REQUESTS,
  ...SECOND_FACTOR_REQUESTS,
  'jwks.get': Nothing,
  'account.me': Query,
  'account.close': Query,
  'own-data.begin': Query,
  'identity.submit': SubmitIdentity,
  'licence.claim': ClaimLicence,
  'licence.register': RegisterLicence,
  'licence.import': ImportBatch,
  'licence.holder': GetLicenceHolder,
  'licence.registered': GetLicenceHolder,
  'licence.find': FindLicences,
  'roles.set': SetRoles,
  'verification.list': ListVerifications,
  'verification.get': AccountOf,
  'verification.decide': DecideVerification,
  'notification.list': ListNotifications,
  'notification.read': NotificationOf,
  'person.get': GetPerson,
  'person.identities': GetIdentities,
  'person.delegations': GetPerson,
  'person.self': GetPerson,
  'organisation.request': RequestOrganisation,
  'organisation.list': ListOfCaller,
  'organisation.leave': OrganisationOf,
  'organisation-review.list': ListOrganisationReviews,
  'organisation-review.get': OrganisationOf,
  'organisation-review.decide': DecideOrganisation,
  'documents.check': CheckDocuments,
  'documents.evidence': CheckEvidence,
  'sms.send': SendSms,
  'sms.list': CodeBody,
  'sandbox-account.list': Nothing,
  'sandbox-account.replace': SandboxAccounts,
  'clock.get': Nothing,
  'clock.advance': AdvanceClock,
  ...DESK_REQUESTS,
};

export interface IdentityReplies extends SessionReplies, SecondFactorReplies, DeskReplies {
  'jwks.get': { keys: Record<string, unknown>[] };
  'account.me': Me;
  'account.close': Nothing;
  'own-data.begin': PersonKeys;
  'identity.submit': { status: 'submitted' };
  'licence.claim': Licence;
  'licence.register': { licenceId: string };
  'licence.import': ImportOutcome;
  'licence.holder': LicenceClaimed;
  'licence.registered': RegisteredLicence;
  /** In the order of the numbers; null where the register has no such licence. */
  'licence.find': { licences: (RegisteredLicence | null)[] };
  'roles.set': { accountId: string; roles: Role[] };
  'verification.list': Page<VerificationItem>;
  'verification.get': VerificationCase;
  'verification.decide': VerificationItem;
  'notification.list': Page<Notification>;
  'notification.read': Notification;
  'person.get': Person;
  'person.identities': Identities;
  'person.delegations': { delegations: Delegation[] };
  'person.self': Self;
  'organisation.request': { organisationId: string; status: 'submitted' };
  'organisation.list': Page<Organisation>;
  'organisation.leave': Nothing;
  'organisation-review.list': Page<OrganisationItem>;
  'organisation-review.get': OrganisationCase;
  'organisation-review.decide': OrganisationItem;
  'documents.check': { documents: { documentId: string; kind: DocumentKind }[] };
  'documents.evidence': { documentIds: string[] };
  'sms.send': Nothing;
  'sms.list': { items: Sms[] };
  'sandbox-account.list': SandboxAccounts;
  'sandbox-account.replace': SandboxAccounts;
  'clock.get': ClockState;
  'clock.advance': ClockState;
}

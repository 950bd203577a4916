import {
  refuse,
  secondsToNextDay,
  wording,
  type BindingBody,
  type DocumentKind,
  type Person,
  type Policy,
  type Refusal,
} from '@demerit/contracts';
import { expectedBy, isBindableByOthers } from '../bindings/bindings.rules';
import type { BindingDocument } from '../bindings/bindings.types';
import { firstRefusal, type Guard } from '../bindings/guards.rules';
import {
  hasRoomForUser,
  hasRoomForVehicle,
  mayAskThisYear,
  mayAskToday,
  mayGuess,
  nextDay,
  nextYear,
} from '../bindings/quotas.rules';
import type { UserUseDocument, VehicleUseDocument } from '../bindings/use.types';
import { firstCode } from '../consent/consent.rules';
import type { VehicleDocument } from '../register/vehicles.types';

/** Who may ask for which vehicle, and the binding that comes of it. rules.md §2. */

/** Everything the guards look at, as the owners of the facts say it. */
export interface RequestAttempt {
  relation: BindingDocument['relation'];
  person: Pick<Person, 'identityStatus' | 'licence'>;
  user: UserUseDocument;
  vehicleUse: VehicleUseDocument;
  /** Of the register; null where nobody has the plate. */
  vehicle: Pick<
    VehicleDocument,
    '_id' | 'plateNumber' | 'plateType' | 'commercial' | 'ownerKey' | 'deregisteredOn'
  > | null;
  /** How the vehicle is named: by its details, or by its owner's share code. */
  namedBy: 'details' | 'shareCode';
  /** Whether each detail that was given is the register's, or the share code is good for the applicant. */
  isRight: boolean;
  /** Those of the ids given that exist and are the applicant's. */
  documents: readonly { kind: DocumentKind }[];
  /** Whether a code may be sent to the owner; without one they consent in the app. */
  mayMessageOwner: boolean;
  /** Whether the applicant has the vehicle already, or has asked for it. */
  hasBinding: boolean;
  policy: Pick<
    Policy,
    | 'bindingActivePerUser'
    | 'bindingUsersPerVehicle'
    | 'bindingRequestsPerDay'
    | 'bindingRequestsPerYear'
    | 'bindingConsentHours'
  >;
  now: Date;
  realNow: Date;
}

/** A request in the order of rules.md §2: first the person, then the details, then the vehicle, then how many there may be. Most concern others' vehicles only. */
export const REQUEST_GUARDS: readonly Guard<RequestAttempt>[] = [
  {
    code: 'ACCOUNT_CLOSING',
    // It was when identity was asked that the person was verified.
    holds: ({ user }) => user.closed === undefined,
  },
  {
    code: 'IDENTITY_NOT_VERIFIED',
    holds: ({ person }) => person.identityStatus === 'verified',
  },
  {
    code: 'LICENCE_REQUIRED',
    holds: ({ relation, person }) => relation === 'own' || person.licence !== null,
  },
  {
    code: 'POINT_SERVICE_SUSPENDED',
    holds: ({ relation, user }) => relation === 'own' || user.standing?.status !== 'suspended',
  },
  {
    code: 'BINDING_BARRED',
    holds: ({ relation, user }) => relation === 'own' || user.barred === undefined,
  },
  {
    code: 'RATE_LIMITED',
    holds: ({ user, realNow }) => mayGuess(user, realNow),
    details: ({ realNow }) => ({
      retryAfterSeconds: secondsToNextDay(realNow),
      detail: wording('binding.five_mismatches'),
    }),
  },
  {
    code: 'VEHICLE_NOT_MATCHED',
    // Without a plate it is a car like any that is not in the register.
    holds: ({ namedBy, vehicle, isRight }) =>
      namedBy === 'shareCode' ||
      (vehicle !== null && vehicle.deregisteredOn === undefined && isRight),
  },
  {
    code: 'SHARE_CODE_INVALID',
    // Details that are not right have been refused.
    holds: ({ isRight }) => isRight,
  },
  {
    code: 'VEHICLE_SUSPENDED',
    holds: ({ relation, vehicleUse }) =>
      relation === 'own' || vehicleUse.standing?.status !== 'suspended',
  },
  {
    code: 'VEHICLE_NOT_BINDABLE',
    holds: ({ relation, vehicle }) =>
      relation === 'own' || (vehicle !== null && isBindableByOthers(vehicle)),
  },
  {
    code: 'DOCUMENTS_REQUIRED',
    holds: ({ relation, documents }) =>
      relation === 'own' || documents.some(({ kind }) => kind === 'vehicle_licence'),
    details: () => ({
      detail: wording('documents.missing', { kinds: wording('document.vehicle_licence') }),
    }),
  },
  {
    code: 'BINDING_EXISTS',
    holds: ({ hasBinding }) => !hasBinding,
  },
  {
    code: 'BINDING_QUOTA_REACHED',
    holds: ({ relation, user, policy }) => relation === 'own' || hasRoomForVehicle(user, policy),
    details: () => ({ quota: 'active_per_user', nextStep: wording('quota.release_one') }),
  },
  {
    code: 'BINDING_QUOTA_REACHED',
    holds: ({ relation, vehicleUse, policy }) =>
      relation === 'own' || hasRoomForUser(vehicleUse, policy),
    details: () => ({ quota: 'users_per_vehicle', nextStep: wording('quota.ask_owner') }),
  },
  {
    code: 'BINDING_QUOTA_REACHED',
    holds: ({ relation, user, policy, now }) =>
      relation === 'own' || mayAskThisYear(user, policy, now),
    details: ({ now }) => ({ quota: 'per_year', availableFrom: nextYear(now) }),
  },
  {
    code: 'BINDING_QUOTA_REACHED',
    holds: ({ relation, user, policy, now }) =>
      relation === 'own' || mayAskToday(user, policy, now),
    details: ({ now }) => ({ quota: 'per_day', availableFrom: nextDay(now) }),
  },
];

/** `VEHICLE_NOT_MATCHED` and `SHARE_CODE_INVALID` are counted before they are said (`withMismatch`). */
export function checkRequest(attempt: RequestAttempt): Refusal | undefined {
  return firstRefusal(REQUEST_GUARDS, attempt);
}

/** One answer for every wrong detail and for a plate that nobody has, or has any longer. */
export function notMatched(): Refusal {
  return refuse('VEHICLE_NOT_MATCHED');
}

/** One answer for every code that is not good for the applicant, whyever. */
export function shareCodeInvalid(): Refusal {
  return refuse('SHARE_CODE_INVALID');
}

/** The binding of an attempt that passed the guards: one's own is active at once, a shared one waits for review, another's for its owner. */
export function newBinding(
  { namedBy, vehicle, mayMessageOwner, policy, now, realNow }: RequestAttempt,
  { relation, relationNote, documentIds = [] }: BindingBody,
  { bindingId, accountId }: { bindingId: string; accountId: string },
): BindingDocument {
  if (vehicle === null) throw new Error('no guard lets a vehicle pass that nobody has');
  const at = now.toISOString();
  const made = {
    _id: bindingId,
    accountId,
    vehicleId: vehicle._id,
    plateNumber: vehicle.plateNumber,
    ownerKey: vehicle.ownerKey,
    relation,
    live: true,
    ...(relationNote !== undefined && { relationNote }),
    documentIds,
    requestedAt: now,
    version: 0,
  };
  if (relation === 'own')
    return { ...made, status: 'active', activeSince: now, timeline: [{ at, what: 'active' }] };
  const requested = { at, what: 'requested' } as const;
  if (namedBy === 'shareCode') {
    const timeline = [requested, { at, what: 'pending_review' as const }];
    return { ...made, status: 'pending_review', expectedBy: expectedBy(now), timeline };
  }
  return {
    ...made,
    status: 'pending_consent',
    consentExpiresAt: new Date(now.getTime() + policy.bindingConsentHours * 3_600_000),
    ...(mayMessageOwner && { consentCode: firstCode(realNow) }),
    timeline: [requested],
  };
}

import { Policy, type Person, type Standing } from '@demerit/contracts';
import {
  newUserUse,
  newVehicleUse,
  withActive,
  withMismatch,
  withRequest,
} from '../src/bindings/quotas.rules';
import type { RequestAttempt } from '../src/requests/requests.rules';
import { NOON } from './given-bindings';

export const SUSPENDED: Standing = { status: 'suspended', version: 1 };
const LICENCE: NonNullable<Person['licence']> = {
  licenceId: 'lic_1',
  class: 'C1',
  firstIssuedOn: '2019-01-11',
  validUntil: '2039-01-11',
  holds: [],
};

export const user = newUserUse('acc_1');
export const vehicleUse = newVehicleUse('veh_1');
export const car: NonNullable<RequestAttempt['vehicle']> = {
  _id: 'veh_1',
  plateNumber: '浙A12345',
  plateType: 'small',
  commercial: false,
  ownerKey: 'person_1',
};

/** Everything in order. */
export const attempt: RequestAttempt = {
  relation: 'other',
  person: { identityStatus: 'verified', licence: LICENCE },
  user,
  vehicleUse,
  vehicle: car,
  namedBy: 'details',
  isRight: true,
  mayMessageOwner: true,
  documents: [{ kind: 'id_card_front' }, { kind: 'vehicle_licence' }],
  hasBinding: false,
  policy: new Policy(),
  now: NOON,
  realNow: NOON,
};

export function times<T>(count: number, start: T, change: (value: T) => T): T {
  return count === 0 ? start : times(count - 1, change(start), change);
}

export const guessed = times(5, user, (use) => withMismatch(use, NOON));
export const threeCars = times(3, user, (use) => withActive(use, 1));
export const threeUsers = times(3, vehicleUse, (use) => withActive(use, 1));
export const dayUsed = withRequest(user, NOON);
export const yearUsed = times(5, user, (use) => withRequest(use, new Date('2026-03-01T04:00:00Z')));

/** What is wrong where one guard does not hold, in the order in which they answer. */
export const WRONG: [code: string, changes: Partial<RequestAttempt>, details: object][] = [
  ['IDENTITY_NOT_VERIFIED', { person: { ...attempt.person, identityStatus: 'submitted' } }, {}],
  ['LICENCE_REQUIRED', { person: { ...attempt.person, licence: null } }, {}],
  ['POINT_SERVICE_SUSPENDED', { user: { ...user, standing: SUSPENDED } }, {}],
  ['BINDING_BARRED', { user: { ...user, barred: { bindingId: 'bnd_0', since: NOON } } }, {}],
  ['RATE_LIMITED', { user: guessed }, { retryAfterSeconds: 12 * 3600 }],
  ['VEHICLE_NOT_MATCHED', { isRight: false }, {}],
  ['VEHICLE_NOT_MATCHED', { vehicle: null }, {}],
  ['VEHICLE_NOT_MATCHED', { vehicle: { ...car, deregisteredOn: '2026-03-01' } }, {}],
  ['SHARE_CODE_INVALID', { namedBy: 'shareCode', isRight: false }, {}],
  ['SHARE_CODE_INVALID', { namedBy: 'shareCode', isRight: false, vehicle: null }, {}],
  ['VEHICLE_SUSPENDED', { vehicleUse: { ...vehicleUse, standing: SUSPENDED } }, {}],
  ['VEHICLE_NOT_BINDABLE', { vehicle: { ...car, commercial: true } }, {}],
  ['VEHICLE_NOT_BINDABLE', { vehicle: { ...car, plateType: 'large' } }, {}],
  [
    'DOCUMENTS_REQUIRED',
    { documents: [{ kind: 'id_card_front' }] },
    {
      detail: {
        en: 'Missing: the vehicle licence (vehicle_licence).',
        'zh-CN': '缺少：行驶证（vehicle_licence）。',
      },
    },
  ],
  ['BINDING_EXISTS', { hasBinding: true }, {}],
  ['BINDING_QUOTA_REACHED', { user: threeCars }, { quota: 'active_per_user' }],
  ['BINDING_QUOTA_REACHED', { vehicleUse: threeUsers }, { quota: 'users_per_vehicle' }],
  [
    'BINDING_QUOTA_REACHED',
    { user: yearUsed },
    { quota: 'per_year', availableFrom: '2027-01-01T00:00:00.000+08:00' },
  ],
  [
    'BINDING_QUOTA_REACHED',
    { user: dayUsed },
    { quota: 'per_day', availableFrom: '2026-03-03T00:00:00.000+08:00' },
  ],
];

import { Policy, type ReservePoints } from '@demerit/contracts';
import { cycleAt, unusedLicence } from '../src/account/cycles.rules';
import { emptyCycle, unusedVehicle } from '../src/limits/counts.rules';
import type { CycleDocument, NewCaseFile, VehicleDocument } from '../src/limits/limits.types';
import type {
  LicenceDocument,
  PersonDocument,
  SlotUsage,
  StandingState,
  Terms,
} from '../src/account/account.types';
import type { ReservationDocument } from '../src/reservations/reservations.types';
import type { TargetDocument } from '../src/review/review.types';
import { reserve, type Reserving } from '../src/reservations/reservations.rules';
import { seal } from '../src/account/seal';

/** Beginnings of specs: a licence of 2019-01-11, a vehicle of 2021-05-05, an autumn day of 2025. */
export const NOW = new Date('2025-10-10T04:00:00.000Z');

export function givenTerms(change: { now?: Date; policy?: Partial<Policy> } = {}): Terms {
  return { now: change.now ?? NOW, policy: givenPolicy(change.policy), seal };
}

export function givenPolicy(change: Partial<Policy> = {}): Policy {
  return Object.assign(new Policy(), change);
}

export function givenLicence(change: Partial<LicenceDocument> = {}, now = NOW): LicenceDocument {
  const holder = { _id: 'lic_zhang', accountId: 'acc_zhang', personKey: 'person_zhang' };
  return { ...unusedLicence({ ...holder, firstIssuedOn: '2019-01-11' }, now), ...change };
}

export function givenCycle(
  kind: 'licence' | 'vehicle',
  uses: readonly (string | Partial<SlotUsage>)[] = [],
  change: Partial<CycleDocument> = {},
): CycleDocument {
  const [subjectId, origin] =
    kind === 'licence' ? ['lic_zhang', '2019-01-11'] : ['veh_car', '2021-05-05'];
  const empty = emptyCycle(kind, subjectId, cycleAt(origin, NOW));
  return { ...empty, uses: uses.map(givenUse), ...change };
}

function givenUse(use: string | Partial<SlotUsage>): SlotUsage {
  const base = { otherId: '', ownVehicle: false, pending: 1, recorded: 0 };
  return typeof use === 'string' ? { ...base, otherId: use } : { ...base, ...use };
}

export function givenPerson(change: Partial<PersonDocument> = {}): PersonDocument {
  return { _id: 'acc_zhang', standing: { status: 'active', version: 0 }, version: 0, ...change };
}

export function givenCaseFile(change: Partial<NewCaseFile> = {}): NewCaseFile {
  return {
    person: givenPerson(),
    licence: givenLicence(),
    vehicle: unusedVehicle({ _id: 'veh_car', registeredOn: '2021-05-05' }),
    licenceCycle: givenCycle('licence'),
    vehicleCycle: givenCycle('vehicle'),
    ...change,
  };
}

export function givenRequest(change: Partial<ReservePoints> = {}): ReservePoints {
  return {
    handlingId: 'hdl_1',
    accountId: 'acc_zhang',
    personKey: 'person_zhang',
    licenceId: 'lic_zhang',
    licenceFirstIssuedOn: '2019-01-11',
    vehicleId: 'veh_car',
    vehicleRegisteredOn: '2021-05-05',
    ownVehicle: false,
    points: 3,
    method: 'online',
    violationOccurredAt: '2025-09-01T00:00:00.000Z',
    decidedAt: NOW.toISOString(),
    ...change,
  };
}

export function givenReservation(change: Partial<ReservationDocument> = {}): ReservationDocument {
  return {
    _id: 'hdl_1',
    state: 'reserved',
    accountId: 'acc_zhang',
    licenceId: 'lic_zhang',
    vehicleId: 'veh_car',
    ownVehicle: false,
    points: 3,
    violationOccurredAt: '2025-09-01T00:00:00.000Z',
    decidedAt: NOW.toISOString(),
    slots: { licenceCycle: '2025-01-11', vehicleCycle: '2025-05-05', ownVehicle: false },
    undecided: true,
    version: 1,
    ...change,
  };
}

export function givenTarget(change: Partial<TargetDocument> = {}): TargetDocument {
  return {
    _id: 'krt_1',
    kind: 'licence',
    subjectId: 'lic_zhang',
    accountId: 'acc_zhang',
    status: 'listed',
    open: true,
    reason: 'licence_limit_reached',
    since: NOW.toISOString(),
    attempts: 1,
    steps: [],
    version: 1,
    ...change,
  };
}

/** As the store writes it over what it was made of. */
export function stored<T extends { version: number }>(document: T): T {
  return { ...document, version: document.version + 1 };
}

/** Ids of those that are listed. */
export const NEW_TARGETS = { licence: 'krt_1', vehicle: 'krt_2' };

/** What the rule answers to a request on a case file. */
export function reserving(
  request: Partial<ReservePoints>,
  caseFile: Partial<NewCaseFile> = {},
  { policy = {}, open = [] }: { policy?: Partial<Policy>; open?: TargetDocument[] } = {},
): Reserving {
  return reserve(
    givenRequest(request),
    givenCaseFile(caseFile),
    open,
    NEW_TARGETS,
    givenTerms({ policy }),
  );
}

/** Three others that fill a limit. */
const THREE = ['a', 'b', 'c'];
export const FULL_LICENCE = givenCycle('licence', THREE);
export const FULL_VEHICLE = givenCycle('vehicle', THREE);

export const SUSPENDED: StandingState = {
  status: 'suspended',
  reason: 'licence_limit_reached',
  since: NOW.toISOString(),
  version: 1,
  targetId: 'krt_0',
};
export const SUSPENDED_PERSON = givenPerson({ standing: SUSPENDED, version: 1 });
export const SUSPENDED_CAR: VehicleDocument = {
  _id: 'veh_car',
  registeredOn: '2021-05-05',
  standing: SUSPENDED,
  version: 1,
};

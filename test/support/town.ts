import type {
  AuditEntry,
  Binding,
  Decision,
  Handling,
  Page,
  RegistryVehicle,
  Violation,
} from '@demerit/contracts';
import { randomInt } from 'node:crypto';
import { ok, type Answer, type Api, type CallOptions } from '../../tools/dev/client/api';
import { Citizen } from '../../tools/dev/client/citizen';
import { eventually } from '../../tools/dev/client/eventually';
import {
  CODE_OF_POINTS,
  newCarOf,
  newcomer,
  newViolationOf,
  type Newcomer,
  type OnlinePoints,
} from '../../tools/dev/city/newcomers';
import { bindCar, inFlight, newDriverAt, type Office } from '../../tools/dev/city/people';
import { tokenOf } from '../../tools/dev/client/sessions';
import { registerVehicle, registerViolation } from '../../tools/dev/city/staff';
import { api, home, stack } from './stack';

export type StaffRole = 'reviewer' | 'officer' | 'registrar' | 'admin';

/** The gateway as a seeded member of staff sees it. */
export async function staff(role: StaffRole): Promise<Api> {
  return api().as(await tokenOf(home(), stack(), role));
}

/** What was done to one thing, newest first, as an admin reads it. */
export async function audited(subject: string): Promise<AuditEntry[]> {
  const admin = await staff('admin');
  return (await ok(admin.get<Page<AuditEntry>>(`/v1/audit?subject=${subject}`))).items;
}

/** The rows of one act on a subject. */
export async function readingsOf(subject: string, act: string): Promise<AuditEntry[]> {
  return (await audited(subject)).filter((row) => row.act === act);
}

/** How often each act was written down of a subject. */
export async function actsOn(subject: string): Promise<Record<string, number>> {
  const acts: Record<string, number> = {};
  for (const { act } of await audited(subject)) acts[act] = (acts[act] ?? 0) + 1;
  return acts;
}

/** Somebody of the flow's own who has registered and done nothing else. */
export async function newCitizen(who: Newcomer = newcomer()): Promise<Citizen> {
  return Citizen.logIn(api(), who);
}

/** Registered, verified, licence claimed. */
export async function newDriver(who: Newcomer = newcomer()): Promise<Citizen> {
  return newDriverAt(api(), await office(), who);
}

/** Several of them, some at a time. */
export async function newDrivers(count: number): Promise<Citizen[]> {
  return inFlight(
    4,
    Array.from({ length: count }, () => () => newDriver()),
  );
}

async function office(): Promise<Office> {
  return { registrar: await staff('registrar'), reviewer: await staff('reviewer') };
}

export interface Car extends RegistryVehicle {
  vehicleId: string;
}

/** A small private car in the register. */
export async function newCar(owner: Citizen, facts: Partial<RegistryVehicle> = {}): Promise<Car> {
  const car = newCarOf(owner.identity, facts);
  return Object.assign(car, { vehicleId: await registerVehicle(await staff('registrar'), car) });
}

/** What the register is told of a car, which has no id before it is told. */
export function entryOf({
  vehicleId: _,
  ...entry
}: RegistryVehicle & Partial<Car>): RegistryVehicle {
  return entry;
}

/** The entry by which somebody else owns it. */
export function soldTo(
  car: RegistryVehicle,
  buyer: Citizen,
  changes: Partial<RegistryVehicle> = {},
): RegistryVehicle {
  return { ...entryOf(car), owner: newCarOf(buyer.identity).owner, ...changes };
}

/** So many times 24 hours before now. */
export function dayAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}

/** What the clock of the stack shows: it goes ahead of the machine's, more than a year. */
export async function domainNow(): Promise<Date> {
  return advanceClock(1);
}

/** A published violation of this car, by points (3 unless told) or by a code of the catalogue. */
export async function newViolation(
  car: RegistryVehicle,
  { points = 3, code, daysAgo }: { points?: OnlinePoints; code?: string; daysAgo?: number } = {},
): Promise<string> {
  const violation = newViolationOf(car, {
    code: code ?? CODE_OF_POINTS[points],
    ...(daysAgo === undefined ? {} : { daysAgo }),
  });
  return registerViolation(await staff('registrar'), violation);
}

/** Requested, consented by the owner, approved by the reviewer: active. */
export async function bind(
  applicant: Citizen,
  car: RegistryVehicle,
  owner: Citizen,
): Promise<Binding> {
  return bindCar(applicant, car, owner, await office());
}

/** A violation as this person sees it. */
export async function violationSeenBy(citizen: Citizen, violationId: string): Promise<Violation> {
  return ok(citizen.api.get<Violation>(`/v1/violations/${violationId}`));
}

/** Waits until so many points stand recorded. */
export async function recordedPoints(citizen: Citizen, points: number): Promise<void> {
  await eventually(async () => {
    const { recorded } = await citizen.points();
    if (recorded !== points)
      throw new Error(`${String(recorded)} points are recorded, not ${String(points)}`);
    return true;
  });
}

/** [officer] Takes a decision back; any answer. */
export function revokeDecision(
  officer: Api,
  { decision: { decisionNumber } }: Pick<Handling, 'decision'>,
  then: 'reopen' | 'eliminate' = 'reopen',
  options?: CallOptions,
): Promise<Answer<Decision>> {
  const path = `/v1/decisions/${decisionNumber}/revocation`;
  return officer.post<Decision>(path, { reason: 'Somebody else drove', then }, options);
}

/** Moves the domain clock of the whole stack forward, and tells the time it shows then; it never moves back, so later flows live on from there. */
export async function advanceClock(seconds: number): Promise<Date> {
  const key = `test-${String(Date.now())}-${String(randomInt(1e9))}`;
  const { now } = await ok(
    api().post<{ now: string }>(
      '/v1/sandbox/clock',
      { advanceSeconds: seconds },
      { idempotencyKey: key },
    ),
  );
  return new Date(now);
}

import {
  addDays,
  anniversary,
  startOfShanghaiDay,
  type LicenceClass,
  type PlateType,
  type RefusalCode,
  type RegistryLicence,
  type RegistryVehicle,
  type RegistryViolation,
  type Role,
} from '@demerit/contracts';
import accounts from './accounts.json';
import desk from './desk.json';
import people from './people.json';
import story from './story.json';
import vehicles from './vehicles.json';
import violations from './violations.json';

/** A day counted back from the day of seeding: first the days, then the years. */
interface Ago {
  yearsAgo: number;
  daysAgo: number;
}

/** Somebody in the registers. A company's `idNumber` is its unified social credit code. */
export interface Person {
  name: string;
  realName: string;
  kind: 'person' | 'company';
  phone: string;
  idNumber: string;
  licence: {
    licenceNumber: string;
    fileNumber: string;
    class: LicenceClass;
    firstIssued: Ago;
    validForYears: number;
  } | null;
}

interface Vehicle {
  plateNumber: string;
  plateType: PlateType;
  vin: string;
  engineNumber: string;
  commercial: boolean;
  registered: Ago;
  owner: string;
}

interface CapturedViolation extends Omit<RegistryViolation, 'occurredAt' | 'evidence'> {
  daysAgo: number;
  /** Shanghai time, `HH:MM:SS`. */
  timeOfDay: string;
}

/** One thing a seeded citizen does through the public API. `refused`: an acceptance that must be refused with `code`. */
export type Step =
  | { step: 'verify' | 'claim-licence' }
  | { step: 'act-for'; company: string }
  | { step: 'bind'; plateNumber: string; owner: string }
  /** `owner`: the delegate whose code it is. */
  | { step: 'bind-by-code'; plateNumber: string; owner: string }
  | { step: 'accept'; noticeNumber: string; pay: true }
  | { step: 'refused'; noticeNumber: string; code: RefusalCode };

export interface SeededAccount {
  name: string;
  /** `name` in people.json; null for staff, who need only a phone. */
  person: string | null;
  phone: string;
  roles: Role[];
  /** `{limit}`: the vehicles that a licence may take. */
  note: string;
  steps: Step[];
  /** What must be true when the steps are done and the points recorded; absent for staff, and for who only acts for a company. */
  expects?: {
    recorded: number;
    vehiclesUsed: number;
    pointService: 'active' | 'suspended';
    /** Notice numbers of violations left open on this citizen's cars, own or bound. */
    open: string[];
  };
}

/** What an officer finds at the desk beside the accounts. */
export interface Desk {
  /** Who has no account: verified at the desk, without a phone. */
  walkIn: string;
  /** What a registrar corrected. */
  correction: { noticeNumber: string; place: string; reason: string };
}

/** Who and what the demo's story is about. */
export interface Story {
  driver: string;
  colleague: string;
  colleagueCar: { plateNumber: string; noticeNumber: string };
  furtherCars: StoryCar[];
  fourthCar: StoryCar;
  anotherColleaguesCar: StoryCar;
}
interface StoryCar {
  plateNumber: string;
  owner: string;
  noticeNumber: string;
}

export interface CityRegisters {
  vehicles: RegistryVehicle[];
  licences: RegistryLicence[];
  violations: RegistryViolation[];
}

export const PEOPLE = people as Person[];
export const VEHICLES = vehicles as Vehicle[];
export const VIOLATIONS = violations as CapturedViolation[];
export const ACCOUNTS = accounts as SeededAccount[];
export const DESK: Desk = desk;
export const STORY: Story = story;

export function personNamed(name: string): Person {
  const found = PEOPLE.find((person) => person.name === name);
  if (!found) throw new Error(`people.json has nobody called ${name}`);
  return found;
}

/**
 * The registers as the registrar imports them, with every date counted back from `seededOn` (Shanghai day). Keep that
 * day when seeding is repeated: with another one the same plates and licences would come with other dates.
 */
export function cityRegisters(seededOn: string): CityRegisters {
  return {
    vehicles: VEHICLES.map((vehicle) => registered(vehicle, seededOn)),
    licences: PEOPLE.flatMap((person) => issued(person, seededOn)),
    violations: VIOLATIONS.map((violation) => captured(violation, seededOn)),
  };
}

function registered({ registered, owner, ...facts }: Vehicle, seededOn: string): RegistryVehicle {
  const { kind, idNumber, phone, licence } = personNamed(owner);
  const named = kind === 'company' ? { organisationCode: idNumber } : { idNumber };
  return {
    ...facts,
    registeredOn: dayAgo(registered, seededOn),
    owner: { ...named, phone, ...(licence && { licenceNumber: licence.licenceNumber }) },
  };
}

function issued({ idNumber, licence }: Person, seededOn: string): RegistryLicence[] {
  if (!licence) return [];
  const { firstIssued, validForYears, ...facts } = licence;
  const firstIssuedOn = dayAgo(firstIssued, seededOn);
  const validUntil = anniversary(firstIssuedOn, Number(firstIssuedOn.slice(0, 4)) + validForYears);
  return [{ ...facts, idNumber, firstIssuedOn, validUntil }];
}

function captured(
  { daysAgo, timeOfDay, ...facts }: CapturedViolation,
  seededOn: string,
): RegistryViolation {
  const midnight = startOfShanghaiDay(addDays(seededOn, -daysAgo)).getTime();
  const [hours = 0, minutes = 0, seconds = 0] = timeOfDay.split(':').map(Number);
  const sinceMidnightMs = ((hours * 60 + minutes) * 60 + seconds) * 1000;
  return { ...facts, occurredAt: new Date(midnight + sinceMidnightMs).toISOString() };
}

function dayAgo({ yearsAgo, daysAgo }: Ago, seededOn: string): string {
  const day = addDays(seededOn, -daysAgo);
  return anniversary(day, Number(day.slice(0, 4)) - yearsAgo);
}

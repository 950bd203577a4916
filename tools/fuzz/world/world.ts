import {
  addDays,
  shanghaiDay,
  type RegistryLicence,
  type RegistryVehicle,
} from '@demerit/contracts';
import {
  CODE_OF_POINTS,
  newCarOf,
  newcomer,
  newOrganisationCode,
  newViolationOf,
} from '../../dev/city/newcomers';
import { inFlight } from '../../dev/city/people';
import {
  decideVerification,
  registerLicence,
  registerVehicle,
  registerViolation,
} from '../../dev/city/staff';
import { Api, PATIENT_MS } from '../../dev/client/api';
import { Citizen } from '../../dev/client/citizen';
import { tokenOf } from '../../dev/client/sessions';
import type { Home } from '../../dev/home/home';
import type { StackFile } from '../../dev/home/stack-file';
import { ID_KINDS } from '../requests/stand-ins';
import { Callers, type Caller } from './callers';
import { Pools } from './pools';

export type Staff = 'reviewer' | 'officer' | 'registrar' | 'admin';
const STAFF: readonly Staff[] = ['reviewer', 'officer', 'registrar', 'admin'];
const DRIVERS = 5;
const VICTIMS = 6;
const IN_FLIGHT = 4;

export type Car = RegistryVehicle & { vehicleId: string };
/** A licence in the register that nobody depends on. */
interface Victim {
  registry: RegistryLicence;
  phone: string;
  car: RegistryVehicle;
}

/** Who and what there is on the stack, and how more of it is made. */
export class World {
  readonly callers: Callers;
  readonly pools: Pools;
  readonly api: Api;
  private readonly victims: Victim[] = [];
  private drivers: Caller[] = [];
  private turn = 0;

  constructor(
    private readonly home: Home,
    private readonly stack: StackFile,
  ) {
    this.api = new Api(stack.gatewayUrl, undefined, undefined, PATIENT_MS);
    this.callers = new Callers(this.api, () => this.staff('admin'));
    this.pools = new Pools((value) => this.callers.spared.has(value));
  }

  /** Seeded staff, whom no request names. */
  async staff(role: Staff): Promise<Api> {
    return this.api.as(await tokenOf(this.home, this.stack, role));
  }

  async open(): Promise<void> {
    // One after the other: each writes the file the sessions are kept in.
    for (const role of STAFF) await this.spareStaff(role);
    this.drivers = await inFlight(
      IN_FLIGHT,
      Array.from({ length: DRIVERS }, () => () => this.newDriver()),
    );
    for (const driver of this.drivers) this.callers.add(driver);
    const roles = ['citizen', ...STAFF];
    const jobs = roles.flatMap((role) => [
      async () => role !== 'citizen' && this.callers.add(await this.callers.create(role)),
      async () => role !== 'citizen' && this.callers.add(await this.callers.create(role)),
      () => this.callers.addExpendable(role),
      () => this.callers.addExpendable(role),
    ]);
    await inFlight<unknown>(IN_FLIGHT, jobs);
    await inFlight(
      IN_FLIGHT,
      Array.from({ length: VICTIMS }, () => () => this.addVictim()),
    );
  }

  /** Registered, verified, licence claimed; nobody else names their account or licence. */
  async newDriver(): Promise<Caller> {
    const who = newcomer();
    await registerLicence(await this.staff('registrar'), who.registry);
    const caller = await this.newVerified(who);
    const { licenceId } = await (await caller.citizen()).claimLicence();
    this.callers.spared.add(caller.accountId).add(licenceId);
    return caller;
  }

  async newVerified(who = newcomer()): Promise<Caller> {
    const caller = await this.callers.create('citizen', who);
    await (await caller.citizen()).submitIdentity();
    await decideVerification(await this.staff('reviewer'), caller.accountId);
    return caller;
  }

  /** One after the other of those who are there from the beginning. */
  driver(): Caller {
    const driver = this.drivers[this.turn++ % this.drivers.length];
    if (!driver) throw new Error('the world is not open');
    return driver;
  }

  async carOf(owner: Citizen): Promise<Car> {
    const car = newCarOf(owner.identity);
    return Object.assign(car, {
      vehicleId: await registerVehicle(await this.staff('registrar'), car),
    });
  }

  /** Of no points, so that no limit ends a run. */
  async violationOf(
    car: RegistryVehicle,
    code: string = CODE_OF_POINTS[0],
  ): Promise<{ violationId: string; noticeNumber: string }> {
    const violation = newViolationOf(car, { code });
    const violationId = await registerViolation(await this.staff('registrar'), violation);
    return { violationId, noticeNumber: violation.noticeNumber };
  }

  /** A licence in the register, for whatever becomes of it. */
  victim(place: number): Victim {
    const victim = this.victims[place % this.victims.length];
    if (!victim) throw new Error('the world is not open');
    return victim;
  }

  /** What a stand-in stands for. `ids` are those of the path, for its etag. */
  fill(name: string, place: number, reader: string, ids: readonly string[] = []): string {
    if (ID_KINDS.includes(name)) return this.pools.pick(name, reader, place);
    const now = new Date();
    switch (name) {
      case 'etag':
        return this.pools.etagOf(ids);
      case 'today':
        return shanghaiDay(now);
      case 'day':
        return addDays(shanghaiDay(now), place);
      case 'instant':
        return new Date(now.getTime() + place * 86_400_000).toISOString();
      case 'newPhone':
        return newcomer().phone;
      case 'newIdNumber':
        return newcomer().idNumber;
      case 'newVin':
        return newCarOf(newcomer()).vin;
      case 'newOrganisationCode':
        return newOrganisationCode();
      case 'phone':
        return this.victim(place).phone;
      case 'idNumber':
        return this.victim(place).registry.idNumber;
      case 'licenceNumber':
        return this.victim(place).registry.licenceNumber;
      case 'fileNumber':
        return this.victim(place).registry.fileNumber;
      case 'plateNumber':
        return this.victim(place).car.plateNumber;
      default:
        return this.pools.pick(name, reader, place);
    }
  }

  private async spareStaff(role: Staff): Promise<void> {
    const me = await (await this.staff(role)).get<{ accountId: string }>('/v1/me');
    this.callers.spared.add(me.body.accountId);
  }

  private async addVictim(): Promise<void> {
    const who = newcomer();
    const registrar = await this.staff('registrar');
    await registerLicence(registrar, who.registry);
    const car = newCarOf(who);
    await registerVehicle(registrar, car);
    await registerViolation(registrar, newViolationOf(car));
    const { accountId } = await this.callers.create('citizen', who);
    this.pools.add('accountId', accountId, 'all');
    this.victims.push({ registry: who.registry, phone: who.phone, car });
  }
}

import { ACCOUNTS } from '../../../tools/dev/city/data/data';
import {
  CODE_OF_POINTS,
  newCarOf,
  newcomer,
  newViolationOf,
} from '../../../tools/dev/city/newcomers';
import {
  decideVerification,
  registerLicence,
  registerVehicle,
  registerViolation,
} from '../../../tools/dev/city/staff';
import { Api, ok, PATIENT_MS } from '../../../tools/dev/client/api';
import { Citizen } from '../../../tools/dev/client/citizen';
import { eventually } from '../../../tools/dev/client/eventually';
import { tokenOf } from '../../../tools/dev/client/sessions';
import type { Home } from '../../../tools/dev/home/home';

const WITHIN_MS = 60_000;

/** One driver and one car through all releases: each violation is a point, all in the same year of both. */
export class Driver {
  private readonly who = newcomer();
  private readonly car = newCarOf(this.who);
  private points = 0;

  constructor(
    /** Sessions are kept there. */
    private readonly home: Home,
    private readonly gatewayUrl: string,
  ) {}

  async register(): Promise<void> {
    const registrar = await this.as('registrar');
    await registerLicence(registrar, this.who.registry);
    const citizen = await this.citizen();
    await citizen.submitIdentity();
    await decideVerification(await this.as('reviewer'), citizen.accountId);
    await citizen.claimLicence();
    await registerVehicle(registrar, this.car);
  }

  /** Accepts one more violation, and pays for it when `meanwhile` is over. */
  async handle(meanwhile: () => Promise<unknown> = async () => undefined): Promise<void> {
    const violation = newViolationOf(this.car, { code: CODE_OF_POINTS[1] });
    const violationId = await registerViolation(await this.as('registrar'), violation);
    const citizen = await this.citizen();
    const { orderId } = await ok(citizen.accept(violationId));
    if (orderId === null) throw new Error('a fine above 0 must have an order');
    this.points++;
    await meanwhile();
    await citizen.pay(orderId);
    await eventually(async () => (await citizen.order(orderId)).status === 'paid', {
      withinMs: WITHIN_MS,
    });
  }

  /** Each point is recorded, once, and all of them with one car. */
  async hasAll(): Promise<void> {
    const citizen = await this.citizen();
    const expected = `${String(this.points)} recorded, 0 pending, 1 vehicle`;
    await eventually(
      async () => {
        const { recorded, pending, vehiclesUsed } = await citizen.points();
        const found = `${String(recorded)} recorded, ${String(pending)} pending, ${String(vehiclesUsed.length)} vehicle`;
        if (found !== expected) throw new Error(`the driver has ${found}; expected: ${expected}`);
        return true;
      },
      { withinMs: WITHIN_MS },
    );
  }

  private async citizen(): Promise<Citizen> {
    const api = await this.as('driver');
    const { accountId } = await ok(api.get<{ accountId: string }>('/v1/me'));
    return new Citizen(api, this.who, accountId);
  }

  private async as(name: string): Promise<Api> {
    const driver = { name: 'driver', phone: this.who.phone, roles: [], note: '' };
    const stack = { gatewayUrl: this.gatewayUrl, accounts: [...ACCOUNTS, driver] };
    const token = await tokenOf(this.home, stack, name);
    return new Api(this.gatewayUrl, token, undefined, PATIENT_MS);
  }
}

import { shanghaiDay, type OwnVehicle, type RegistryVehicle } from '@demerit/contracts';
import { ok, type Api } from '../client/api';
import type { Citizen } from '../client/citizen';
import { cityRegisters, personNamed } from './data/data';
import { askToAct, bringCode, decideOrganisation, shareCar } from './office';
import { requestCar } from './people';
import { decideBinding } from './staff';

/** Whose car the accounts of the seeds may use, and for whom they act; what was done earlier is skipped. */

interface Listed<T> {
  items: T[];
}

/** By the owner's consent. */
export async function bind(
  plateNumber: string,
  citizen: Citizen,
  owner: Citizen,
  reviewer: Api,
): Promise<void> {
  const existing = await bindingOf(plateNumber, citizen);
  const { bindingId, status } = existing ?? (await requestCar(citizen, registeredCar(plateNumber)));
  if (status === 'active') return;
  if (status === 'pending_consent') await owner.grantConsent(bindingId);
  await decideBinding(reviewer, bindingId);
}

/** By the owner's code. */
export async function bindByCode(
  plateNumber: string,
  citizen: Citizen,
  owner: Citizen,
  reviewer: Api,
): Promise<void> {
  const existing = await bindingOf(plateNumber, citizen);
  if (existing?.status === 'active') return;
  const { bindingId } = existing ?? (await bindingByCode(plateNumber, citizen, owner));
  await decideBinding(reviewer, bindingId);
}

async function bindingByCode(
  plateNumber: string,
  citizen: Citizen,
  owner: Citizen,
): Promise<{ bindingId: string }> {
  const { items } = await ok(owner.api.get<Listed<OwnVehicle>>('/v1/me/vehicles'));
  const car = items.find((vehicle) => vehicle.plateNumber === plateNumber);
  if (!car) throw new Error(`${owner.identity.realName} has no ${plateNumber} to share`);
  const { shareCode } = await shareCar(owner, car.vehicleId);
  return ok(bringCode(citizen, shareCode));
}

/** For a company of people.json. */
export async function actFor(company: string, citizen: Citizen, reviewer: Api): Promise<void> {
  const { idNumber: organisationCode, realName: name } = personNamed(company);
  const earlier = await ok(
    citizen.api.get<Listed<{ organisationId: string; status: string }>>('/v1/me/organisations'),
  );
  const { organisationId, status } =
    earlier.items[0] ?? (await ok(askToAct(citizen, { organisationCode, name })));
  if (status !== 'approved') await decideOrganisation(reviewer, organisationId);
}

async function bindingOf(
  plateNumber: string,
  { api }: Citizen,
): Promise<{ bindingId: string; status: string } | undefined> {
  type Own = { bindingId: string; plateNumber: string; status: string };
  const { items } = await ok(api.get<Listed<Own>>('/v1/bindings'));
  return items.find((binding) => binding.plateNumber === plateNumber);
}

/** As the owner tells it; the dates of the register do not matter to a request. */
function registeredCar(plateNumber: string): RegistryVehicle {
  const car = cityRegisters(shanghaiDay(new Date())).vehicles.find(
    (candidate) => candidate.plateNumber === plateNumber,
  );
  if (!car) throw new Error(`vehicles.json has no ${plateNumber}`);
  return car;
}

import type { Binding, RegistryVehicle } from '@demerit/contracts';
import { ok, type Answer, type Api } from '../client/api';
import { Citizen } from '../client/citizen';
import { newcomer, type Newcomer } from './newcomers';
import { decideBinding, decideVerification, registerLicence } from './staff';

/** The staff without whom nobody becomes a driver. */
export interface Office {
  registrar: Api;
  reviewer: Api;
}

/** Somebody new: in the register, logged in, verified, licence claimed. */
export async function newDriverAt(
  api: Api,
  { registrar, reviewer }: Office,
  who: Newcomer = newcomer(),
): Promise<Citizen> {
  await registerLicence(registrar, who.registry);
  const citizen = await Citizen.logIn(api, who);
  await citizen.submitIdentity();
  await decideVerification(reviewer, citizen.accountId);
  await citizen.claimLicence();
  return citizen;
}

/** The applicant asks for somebody else's car with all that its owner tells; any answer. */
export async function askForCar(
  applicant: Citizen,
  car: RegistryVehicle,
): Promise<Answer<Binding>> {
  const { licenceNumber } = car.owner;
  return applicant.api.post<Binding>('/v1/bindings', {
    plateNumber: car.plateNumber,
    plateType: car.plateType,
    engineNumberLast6: car.engineNumber.slice(-6),
    relation: 'other',
    ...(licenceNumber === undefined
      ? { vinLast6: car.vin.slice(-6) }
      : { ownerLicenceNumber: licenceNumber }),
    relationNote: '同事',
    documentIds: [await applicant.upload('vehicle_licence')],
  });
}

/** The same where it must be taken; nobody has agreed yet. */
export function requestCar(applicant: Citizen, car: RegistryVehicle): Promise<Binding> {
  return ok(askForCar(applicant, car));
}

/** Requested, consented by the owner, approved by the reviewer: active. */
export async function bindCar(
  applicant: Citizen,
  car: RegistryVehicle,
  owner: Citizen,
  { reviewer }: Office,
): Promise<Binding> {
  const { bindingId } = await requestCar(applicant, car);
  await owner.grantConsent(bindingId);
  await decideBinding(reviewer, bindingId);
  return ok(applicant.api.get<Binding>(`/v1/bindings/${bindingId}`));
}

/** Runs all, so many at a time, and answers in their order. */
export async function inFlight<T>(count: number, jobs: (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  const waiting = [...jobs.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      results[next[0]] = await next[1]();
  };
  await Promise.all(Array.from({ length: count }, worker));
  return results;
}

import { shanghaiDay, type Payment, type SanctionCase } from '@demerit/contracts';
import { CODE_OF_POINTS, newcomer } from '../../dev/city/newcomers';
import { requestCar } from '../../dev/city/people';
import { registerLicence } from '../../dev/city/staff';
import { ok } from '../../dev/client/api';
import { eventually } from '../../dev/client/eventually';
import type { Caller } from './callers';
import type { World } from './world';

/** What scenes begin with: each time a new one, so that none spoils another's. */

/** A driver with an open violation of their own car. */
export async function noticed(world: World): Promise<{ caller: Caller; violationId: string }> {
  const caller = world.driver();
  const car = await world.carOf(await caller.citizen());
  const { violationId } = await world.violationOf(car, CODE_OF_POINTS[0]);
  return { caller, violationId };
}

/** One that is accepted, and to be paid. */
export async function accepted(world: World) {
  const { caller, violationId } = await noticed(world);
  const handling = await ok((await caller.citizen()).accept(violationId));
  const { handlingId, orderId, decision } = handling;
  return {
    ...{ caller, handlingId, orderId: String(orderId) },
    decisionNumber: decision.decisionNumber,
  };
}

export async function disputed(world: World): Promise<{ caller: Caller; disputeId: string }> {
  const { caller, violationId } = await noticed(world);
  const { api } = await caller.citizen();
  const body = { ground: 'plate_misread', statement: '车牌末位是8不是B', documentIds: [] };
  const path = `/v1/violations/${violationId}/disputes`;
  return { caller, ...(await ok(api.post<{ disputeId: string }>(path, body))) };
}

/** Somebody new asks for a driver's car; the owner has not agreed. */
export async function asked(
  world: World,
): Promise<{ bindingId: string; owner: Caller; applicant: Caller }> {
  const owner = world.driver();
  const applicant = await world.newDriver();
  const car = await world.carOf(await owner.citizen());
  const { bindingId } = await requestCar(await applicant.citizen(), car);
  return { bindingId, owner, applicant };
}

/** Somebody verified who has claimed no licence, and one in the register that is theirs. */
export async function withoutLicence(world: World) {
  const who = newcomer();
  const caller = await world.newVerified(who);
  await registerLicence(await world.staff('registrar'), who.registry);
  return { caller, licence: who.licence };
}

/** Of a car that is nobody's who is here, with the licence of a driver who comes to the window. */
export async function atDesk(world: World): Promise<{ violationId: string; licenceId: string }> {
  const caller = world.driver();
  const citizen = await caller.citizen();
  const { violationId } = await world.violationOf(await world.carOf(citizen));
  const { licenceId } = await citizen.points();
  return { violationId, licenceId };
}

/** Somebody pays another amount than they were to. */
export async function difference(world: World): Promise<string> {
  const { caller, orderId } = await accepted(world);
  const { api } = await caller.citizen();
  const path = `/v1/orders/${orderId}/payments`;
  const { paymentId, amountFen } = await ok(api.post<Payment>(path, { provider: 'sandbox' }));
  const outcome = { outcome: 'succeed', amountFen: amountFen + 1 };
  await ok(api.post(`/v1/sandbox/payments/${paymentId}/outcome`, outcome));
  const differenceId = `dif-wrong_amount-${paymentId}`;
  const officer = await world.staff('officer');
  await eventually(async () => {
    const { status } = await officer.get(`/v1/review/reconciliation/${differenceId}`);
    return status === 200;
  });
  return differenceId;
}

/** The body that opens a case against somebody new. */
export async function sanctionBody(world: World) {
  const seller = await world.newDriver();
  const citizen = await seller.citizen();
  const { violationId } = await world.violationOf(await world.carOf(citizen), CODE_OF_POINTS[3]);
  const { decision } = await citizen.acceptAndPay(violationId);
  const { licenceId } = await citizen.points();
  const body = {
    ...{ role: 'seller', licenceId, decisionNumbers: [decision.decisionNumber] },
    ...{ gainFen: 60_000, statement: 'Took the points of a stranger', documentIds: [] },
  };
  return { seller, body };
}

const STEPS = ['open', 'notice', 'decision', 'enforcement'] as const;
const BODIES = { notice: {}, decision: { reason: 'Proved', fineFen: 150_000 }, enforcement: {} };

/** A case that has come as far as this step. */
export async function sanctionCase(
  world: World,
  upTo: (typeof STEPS)[number],
): Promise<SanctionCase & { seller: Caller }> {
  const officer = await world.staff('officer');
  const { seller, body } = await sanctionBody(world);
  let stands = await ok(officer.post<SanctionCase>('/v1/sanction-cases', body));
  for (const step of STEPS.slice(1, STEPS.indexOf(upTo) + 1)) {
    const path = `/v1/sanction-cases/${stands.caseId}/${step}`;
    const options = { ifMatch: stands.etag };
    stands = await ok(
      officer.post<SanctionCase>(path, BODIES[step as keyof typeof BODIES], options),
    );
  }
  return { ...stands, seller };
}

export function today(): string {
  return shanghaiDay(new Date());
}

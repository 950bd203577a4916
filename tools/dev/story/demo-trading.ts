import type { Order, SanctionCase } from '@demerit/contracts';
import { ok } from '../client/api';
import type { Citizen } from '../client/citizen';
import { yuan } from './demo-handling';
import { newOwner, type OfficeScene } from './demo-office';
import { eventually } from '../client/eventually';
import { bindCar } from '../city/people';

/** Somebody sells points, and an officer decides: from the opening of the case to its effects everywhere. */
export async function tradePoints(scene: OfficeScene): Promise<void> {
  const { story, officer, registrar, reviewer } = scene;
  const { driver: buyer, car, caught } = await newOwner(scene, 'buyer');
  const { driver: seller } = await newOwner(scene, 'seller');
  const { bindingId } = await bindCar(seller, car, buyer, { registrar, reviewer });
  const { decision } = await seller.acceptAndPay(await caught(3));
  const { licenceId } = await seller.points();
  const step = (
    { caseId, etag: ifMatch }: SanctionCase,
    name: 'notice' | 'decision' | 'enforcement',
    body: object = {},
  ): Promise<SanctionCase> =>
    ok(officer.post<SanctionCase>(`/v1/sanction-cases/${caseId}/${name}`, body, { ifMatch }));
  const opened = await story.step(
    `${seller.identity.realName} took 3 points of ${car.plateNumber} for 600 yuan. An officer opens a case.`,
    () =>
      ok(
        officer.post<SanctionCase>('/v1/sanction-cases', {
          role: 'seller',
          licenceId,
          decisionNumbers: [decision.decisionNumber],
          gainFen: 60_000,
          statement: 'Took the points of a stranger for 600 yuan.',
          documentIds: [],
        }),
      ),
    ({ caseId, status, policyId }) => `case ${caseId} ${status} under ${policyId}`,
  );
  const noticed = await story.step(
    'The seller is given notice; the system says what the policy allows.',
    () => step(opened, 'notice'),
    ({ offence, allowed }) =>
      `offence ${String(offence)}: fine ${yuan(allowed?.fineFen.min ?? 0)} to ${yuan(allowed?.fineFen.max ?? 0)}, licence suspended ${String(allowed?.suspensionMonths.max)} months, the gain confiscated`,
  );
  const decided = await story.step(
    'The officer decides within it.',
    () => step(noticed, 'decision', { reason: 'Both admitted it.', fineFen: 100_000 }),
    ({ status, measures }) =>
      `${status}: ${yuan(measures?.fineFen ?? 0)} fine, ${yuan(measures?.confiscationFen ?? 0)} confiscated`,
  );
  await story.step(
    'The decision comes into force.',
    () => step(decided, 'enforcement'),
    ({ status, suspendedUntil }) =>
      `${status}; the licence is suspended until ${suspendedUntil ?? '?'}`,
  );
  await seeTheEffects(scene, seller, bindingId);
}

async function seeTheEffects(
  { story }: OfficeScene,
  seller: Citizen,
  bindingId: string,
): Promise<void> {
  await story.step(
    'Every service acts: points reversed, fine refunded, binding ended, two orders opened, the licence held.',
    () =>
      eventually(async () => {
        const { recorded } = await seller.points();
        const { licence } = await seller.me();
        const { status } = await ok(
          seller.api.get<{ status: string }>(`/v1/bindings/${bindingId}`),
        );
        const { items } = await ok(seller.api.get<{ items: Order[] }>('/v1/orders'));
        const isDone =
          recorded === 0 &&
          status === 'ended' &&
          items.length === 3 &&
          items.some((order) => order.status === 'refunded');
        return isDone && { items, holds: licence?.holds ?? [] };
      }),
    ({ items, holds }) =>
      [
        ...items.map(({ kind, fineFen, status }) => `${kind}: ${yuan(fineFen)}, ${status}`),
        `licence: ${holds.map(({ kind }) => kind).join(', ')}`,
      ].join('\n'),
  );
}

import type { Binding, SanctionCase } from '@demerit/contracts';
import {
  advanceClock,
  bind,
  binding,
  eventually,
  newCar,
  newDriver,
  newDrivers,
  newViolation,
  notified,
  ok,
  refused,
  requestCar,
  staff,
  type Api,
  type Citizen,
} from './support';

jest.setTimeout(90_000);

async function becomes(of: Citizen, bindingId: string, status: string): Promise<Binding> {
  return eventually(async () => {
    const seen = await binding(of, bindingId);
    if (seen.status !== status) throw new Error(`the binding is ${seen.status}, not ${status}`);
    return seen;
  });
}

describe('given one request that waits for consent and one that waits for review', () => {
  it('§2.consent.expired §2.binding.told §2.binding.no-time §8.clock.jobs: when three days pass, then the first has expired and the second still waits: time approves nothing', async () => {
    const owner = await newDriver();
    const car = await newCar(owner);
    const [silent, granted] = await newDrivers(2);
    const first = await requestCar(silent!, car);
    const second = await requestCar(granted!, car);
    await owner.grantConsent(second.bindingId);

    await advanceClock(73 * 3_600);
    await becomes(silent!, first.bindingId, 'consent_expired');
    await notified(silent!, 'consent_expired', { bindingId: first.bindingId });
    await refused(
      owner.api.post(`/v1/bindings/${first.bindingId}/consent`, { decision: 'grant' }),
      409,
      'BINDING_NOT_PENDING',
    );
    expect((await binding(granted!, second.bindingId)).status).toBe('pending_review');
    // Another day: the silent one may ask again.
    expect((await requestCar(silent!, car)).status).toBe('pending_consent');
  });
});

describe('given somebody who sold points for a colleague’s car', () => {
  let officer: Api;

  beforeAll(async () => {
    officer = await staff('officer');
  });

  it('§2.binding.told: when the sanction is in force, then the seller’s bindings of others’ cars end, and revoking it brings none back', async () => {
    const [owner, seller, bystander] = await newDrivers(3);
    const car = await newCar(owner!);
    const { bindingId } = await bind(seller!, car, owner!);
    const untouched = await bind(bystander!, car, owner!);
    const { decision } = await ok(seller!.accept(await newViolation(car, { points: 1 })));
    const opened = await ok(
      officer.post<SanctionCase>('/v1/sanction-cases', {
        role: 'seller',
        licenceId: (await seller!.points()).licenceId,
        decisionNumbers: [decision.decisionNumber],
        gainFen: 60_000,
        statement: 'Took the points of a stranger for 600 yuan',
        documentIds: [],
      }),
    );
    const step = ({ caseId, etag: ifMatch }: SanctionCase, name: string, body: object = {}) =>
      ok(officer.post<SanctionCase>(`/v1/sanction-cases/${caseId}/${name}`, body, { ifMatch }));
    const noticed = await step(opened, 'notice');
    const decided = await step(noticed, 'decision', { reason: 'Proved', fineFen: 150_000 });
    const enforced = await step(decided, 'enforcement');

    await becomes(seller!, bindingId, 'ended');
    await notified(seller!, 'binding_ended_by_sanction', { bindingId });
    expect((await binding(bystander!, untouched.bindingId)).status).toBe('active');
    const revoked = await step(enforced, 'revocation', { reason: 'The wrong person' });
    expect(revoked.notUndone).toContain('bindings_ended');
    expect((await binding(seller!, bindingId)).status).toBe('ended');
  });
});

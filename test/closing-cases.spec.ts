import type { SanctionCase } from '@demerit/contracts';
import {
  closed,
  kill,
  newCar,
  newDriver,
  newViolation,
  ok,
  pidOf,
  ready,
  refused,
  replaced,
  staff,
  type Api,
  type Citizen,
} from './support';

jest.setTimeout(90_000);

let officer: Api;

beforeAll(async () => {
  officer = await staff('officer');
});

function step({ caseId, etag }: SanctionCase, name: string, body: object = {}) {
  const path = `/v1/sanction-cases/${caseId}/${name}`;
  return officer.post<SanctionCase>(path, body, { ifMatch: etag });
}

/** Somebody whose points are recorded, and what a case against them says. */
async function seller(): Promise<[Citizen, object]> {
  const driver = await newDriver();
  const handling = await driver.acceptAndPay(await newViolation(await newCar(driver)));
  await closed(driver, handling.handlingId);
  const decisionNumbers = [handling.decision.decisionNumber];
  const { licenceId } = await driver.points();
  const what = { role: 'seller', gainFen: 60_000, statement: 'Took the points of a stranger' };
  return [driver, { ...what, licenceId, decisionNumbers, documentIds: [] }];
}

function opened(body: object): Promise<SanctionCase> {
  return ok(officer.post<SanctionCase>('/v1/sanction-cases', body));
}

async function decided(of: SanctionCase): Promise<SanctionCase> {
  const noticed = await ok(step(of, 'notice'));
  return ok(step(noticed, 'decision', { reason: 'Proved', fineFen: 150_000 }));
}

it('§1.closing.money: given a case that came into force and of which payments has not heard, when its person closes their account, then what is owed by it stands against that', async () => {
  const [driver, what] = await seller();
  const open = await decided(await opened(what));
  // Who begins anew waits for the lease of who was killed before it tells anybody anything.
  const before = pidOf('ledger');
  kill('ledger');
  await replaced('ledger', before);
  await ready();
  await ok(step(open, 'enforcement'));
  const problem = await refused(driver.api.delete('/v1/me'), 409, 'ACCOUNT_NOT_CLOSABLE');
  expect(problem.reason).toBe('order');
});

it('§5.force.licence §5.case.read: given a case of which its person knows nothing yet, when they close their account, then nothing tells them, and it comes into force all the same', async () => {
  const [driver, what] = await seller();
  const before = await opened(what);
  await ok(driver.api.delete('/v1/me'));
  const enforced = await ok(step(await decided(before), 'enforcement'));
  expect(enforced).toMatchObject({ status: 'in_force' });
});

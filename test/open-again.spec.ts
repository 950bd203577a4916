import type { SanctionCase } from '@demerit/contracts';
import {
  bind,
  closed,
  newCar,
  newDrivers,
  newViolation,
  notified,
  ok,
  staff,
  violationSeenBy,
  type Car,
  type Citizen,
} from './support';

jest.setTimeout(60_000);

describe('given a violation that was accepted by whoever uses the car', () => {
  let owner: Citizen;
  let driver: Citizen;
  let other: Citizen;
  let car: Car;

  beforeAll(async () => {
    [owner, driver, other] = (await newDrivers(3)) as [Citizen, Citizen, Citizen];
    car = await newCar(owner);
    for (const one of [driver, other]) await bind(one, car, owner);
  });

  async function openAgainFor(violationId: string): Promise<void> {
    for (const one of [owner, other]) {
      await notified(one, 'violation_published', { violationId });
      await notified(one, 'violation_reopened', { violationId });
      expect(await violationSeenBy(one, violationId)).toMatchObject({ status: 'published' });
    }
  }

  it('§3.violation.told: when they withdraw, then owner and users are told that it is open again', async () => {
    const violationId = await newViolation(car, { points: 1 });
    const { handlingId } = await ok(driver.accept(violationId));
    await ok(driver.api.delete(`/v1/handlings/${handlingId}`));
    await openAgainFor(violationId);
  });

  it('§3.violation.told: when a sanction in force takes its decision back, then they are told too', async () => {
    const violationId = await newViolation(car, { points: 1 });
    const { handlingId, decision } = await driver.acceptAndPay(violationId);
    await closed(driver, handlingId);
    const officer = await staff('officer');
    const step = ({ caseId, etag }: SanctionCase, name: string, body: object = {}) =>
      officer.post<SanctionCase>(`/v1/sanction-cases/${caseId}/${name}`, body, { ifMatch: etag });
    const body = {
      role: 'seller',
      licenceId: (await driver.points()).licenceId,
      decisionNumbers: [decision.decisionNumber],
      gainFen: 60_000,
      statement: 'Took the points of a stranger for 600 yuan',
      documentIds: [],
    };
    const opened = await ok(officer.post<SanctionCase>('/v1/sanction-cases', body));
    const noticed = await ok(step(opened, 'notice'));
    const measures = { reason: 'Proved', fineFen: 150_000 };
    const decided = await ok(step(noticed, 'decision', measures));
    await ok(step(decided, 'enforcement'));
    await openAgainFor(violationId);
  });
});

import type { DeskCase, Handling, OwnVehicle, Page } from '@demerit/contracts';
import {
  CODE_OF_POINTS,
  newCarOf,
  newcomer,
  newOrganisationCode,
  newViolationOf,
} from '../city/newcomers';
import { admitWalkIn, askToAct, bringCode, decideOrganisation, shareCar } from '../city/office';
import { newDriverAt } from '../city/people';
import { decideBinding, registerLicence, registerVehicle, registerViolation } from '../city/staff';
import { ok, refused } from '../client/api';
import { Citizen } from '../client/citizen';
import { eventually } from '../client/eventually';
import { inPoints } from '../client/points';
import { yuan } from './demo-handling';
import type { OfficeScene } from './demo-office';

/** A person without an account comes to the desk: their violation is found and handled, and paid at home. */
export async function walkIn({ story, officer, registrar }: OfficeScene): Promise<void> {
  const person = newcomer();
  await registerLicence(registrar, person.registry);
  const car = newCarOf(person);
  await registerVehicle(registrar, car);
  const notice = newViolationOf(car, { code: CODE_OF_POINTS[3], daysAgo: 2 });
  const violationId = await registerViolation(registrar, notice);
  const { realName: name } = person;
  const { licenceId } = await story.step(
    `${name} has no account and comes to the desk with ID card and driving licence; the officer enters what stands on them.`,
    () => admitWalkIn(officer, person),
    ({ accountId }) => `verified as ${accountId}, with the licence; the phone may log in later`,
  );
  await story.step(
    `The officer looks up the notice ${notice.noticeNumber}.`,
    () => ok(officer.get<DeskCase>(`/v1/desk/violations?noticeNumber=${notice.noticeNumber}`)),
    ({ violation }) =>
      `${violation?.plateNumber ?? ''}, ${violation?.place ?? ''}: ${yuan(violation?.fineFen ?? 0)}, ${inPoints(violation?.points ?? 0)}`,
  );
  const { orderId } = await story.step(
    `${name} was driving; the officer handles it at the window.`,
    () => {
      const body = { violationId, licenceId, iWasTheDriver: true };
      return ok(officer.post<Handling>('/v1/window/acceptances', body));
    },
    ({ decision: { decisionNumber, dueOn } }) => `decision ${decisionNumber}, due on ${dueOn}`,
  );
  if (orderId === null) throw new Error('a fine above 0 must have an order');
  await story.step(
    `At home ${name} logs in with the phone for the first time, and pays.`,
    async () => {
      const driver = await Citizen.logIn(story.caller('walk-in'), person);
      await driver.pay(orderId);
      return recorded(driver, 3);
    },
    (points) => `${inPoints(points)} recorded`,
  );
}

/** A company's delegate shares its car by a code; whoever drove it takes the points. */
export async function companyCar(scene: OfficeScene): Promise<void> {
  const { story, reviewer, registrar } = scene;
  const director = await newDriverAt(story.caller('director'), { registrar, reviewer });
  const driver = await newDriverAt(story.caller('employee'), { registrar, reviewer });
  const { realName } = driver.identity;
  const organisationCode = newOrganisationCode();
  const { owner: _, ...facts } = newCarOf(director.identity);
  const car = { ...facts, owner: { organisationCode, phone: '057188888888' } };
  await registerVehicle(registrar, car);

  const owned = await story.step(
    `A company owns ${car.plateNumber}. ${director.identity.realName} asks to act for it with business licence and authorisation; a reviewer approves.`,
    async () => {
      const company = { organisationCode, name: '杭州某某商贸有限公司' };
      const { organisationId } = await ok(askToAct(director, company));
      await decideOrganisation(reviewer, organisationId);
      return ok(director.api.get<Page<OwnVehicle>>('/v1/me/vehicles'));
    },
    ({ items }) => `acts for ${items.map(({ plateNumber }) => plateNumber).join(', ')}`,
  );
  const vehicleId = owned.items[0]?.vehicleId ?? '';
  const { shareCode } = await story.step(
    'She shares the car: a code for ten minutes, shown as a QR.',
    () => shareCar(director, vehicleId),
    ({ expiresAt }) => `good until ${expiresAt}`,
  );
  await story.step(
    `${realName} brings the code, which is the owner's consent; the reviewer approves. Nobody else can use it again.`,
    async () => {
      const { bindingId } = await ok(bringCode(driver, shareCode));
      await decideBinding(reviewer, bindingId);
      return refused(bringCode(driver, shareCode), 422, 'SHARE_CODE_INVALID');
    },
    ({ code }) => `bound; with the code again: 422 ${code}`,
  );
  const notice = newViolationOf(car, { code: CODE_OF_POINTS[3], daysAgo: 0 });
  const violationId = await registerViolation(registrar, notice);
  await story.step(
    `${realName} is caught with it, accepts and pays: the points are the driver's, the company has none.`,
    async () => {
      await driver.acceptAndPay(violationId);
      return recorded(driver, 3);
    },
    (points) => `${inPoints(points)} recorded on the licence of ${realName}`,
  );
}

async function recorded(driver: Citizen, wanted: number): Promise<number> {
  return eventually(async () => {
    const { recorded: now } = await driver.points();
    return now === wanted && now;
  });
}

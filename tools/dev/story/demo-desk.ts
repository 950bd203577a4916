import type {
  Binding,
  DeskCase,
  Handling,
  OrganisationCase,
  OrganisationItem,
  OwnVehicle,
  Page,
  ShareCode,
  WalkInAdmitted,
} from '@demerit/contracts';
import {
  CODE_OF_POINTS,
  newCarOf,
  newcomer,
  newOrganisationCode,
  newViolationOf,
} from '../city/newcomers';
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
  const { realName: name, phone, idNumber, licence } = person;
  const { licenceId } = await story.step(
    `${name} has no account and comes to the desk with ID card and driving licence; the officer enters what stands on them.`,
    () => {
      const papersSeen = ['id_card', 'driving_licence'];
      const body = { name, phone, idNumber, ...licence, papersSeen };
      return ok(officer.post<WalkInAdmitted>('/v1/desk/persons', body));
    },
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
      const kinds = ['business_licence', 'authorisation'] as const;
      const documentIds = await Promise.all(kinds.map((kind) => director.upload(kind)));
      const body = { organisationCode, name: '杭州某某商贸有限公司', documentIds };
      const { organisationId } = await ok(
        director.api.post<{ organisationId: string }>('/v1/me/organisations', body),
      );
      const path = `/v1/review/organisations/${organisationId}`;
      const { etag: ifMatch } = await ok(reviewer.get<OrganisationCase>(path));
      const approve = { decision: 'approve' };
      await ok(reviewer.post<OrganisationItem>(`${path}/decision`, approve, { ifMatch }));
      return ok(director.api.get<Page<OwnVehicle>>('/v1/me/vehicles'));
    },
    ({ items }) => `acts for ${items.map(({ plateNumber }) => plateNumber).join(', ')}`,
  );
  const vehicleId = owned.items[0]?.vehicleId ?? '';
  const { shareCode } = await story.step(
    'She shares the car: a code for ten minutes, shown as a QR.',
    () => ok(director.api.post<ShareCode>(`/v1/vehicles/${vehicleId}/share-codes`)),
    ({ expiresAt }) => `good until ${expiresAt}`,
  );
  const documentIds = [await driver.upload('vehicle_licence')];
  const request = { shareCode, relation: 'other', relationNote: 'Company car', documentIds };
  await story.step(
    `${realName} brings the code, which is the owner's consent; the reviewer approves. Nobody else can use it again.`,
    async () => {
      const { bindingId } = await ok(driver.api.post<Binding>('/v1/bindings', request));
      await decideBinding(reviewer, bindingId);
      return refused(driver.api.post('/v1/bindings', request), 422, 'SHARE_CODE_INVALID');
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

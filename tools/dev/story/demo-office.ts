import type {
  Decision,
  DeskCase,
  Dispute,
  EducationOrder,
  Handling,
  Order,
  PointsStatement,
  Study,
} from '@demerit/contracts';
import { ok, refused, type Api } from '../client/api';
import type { Citizen } from '../client/citizen';
import { inPoints } from '../client/points';
import { yuan, type Scene } from './demo-handling';
import { eventually } from '../client/eventually';
import { CODE_OF_POINTS, newCarOf, newViolationOf, type OnlinePoints } from '../city/newcomers';
import { correctViolation } from '../city/office';
import { newDriverAt } from '../city/people';
import { certify, registerVehicle, registerViolation } from '../city/staff';

/** What happens at the office: study, full score, disputes, revocations, and a fine paid late. */
export interface OfficeScene extends Scene {
  officer: Api;
}

const DAYS_LATE = 5;

/** A driver with a car of their own; each call of `caught` is one more violation of it. */
export async function newOwner({ story, registrar, reviewer }: OfficeScene, name: string) {
  const driver = await newDriverAt(story.caller(name), { registrar, reviewer });
  const car = newCarOf(driver.identity);
  await registerVehicle(registrar, car);
  const caught = (points: OnlinePoints): Promise<string> =>
    registerViolation(registrar, newViolationOf(car, { code: CODE_OF_POINTS[points], daysAgo: 1 }));
  return { driver, car, caught };
}

/** Study takes points off, until full score: then study, exam and the officer's record give the licence back. */
export async function studyAndFullScore(scene: OfficeScene): Promise<void> {
  const { story, officer, registrar } = scene;
  const { driver, caught } = await newOwner(scene, 'learner');
  const { realName } = driver.identity;
  await story.step(
    `${realName}, another driver, has 3 points recorded and studies on site.`,
    async () => {
      await driver.acceptAndPay(await caught(3));
      const study = { kind: 'on_site', certificate: `certificate-of-${driver.accountId}` } as const;
      await certify(registrar, driver, study);
      return ok(driver.api.post<Study>('/v1/me/points/studies', study));
    },
    ({ reduced, recorded }) => `${inPoints(reduced)} off, ${String(recorded)} left`,
  );
  await driver.acceptAndPay(await caught(6));
  const violationId = await caught(6);
  await story.step(
    'Two violations of 6 points follow; the second would reach full score, so it is not handled online.',
    () => refused(driver.accept(violationId), 409, 'WINDOW_REQUIRED'),
    ({ code, detail }) => `409 ${code}: ${detail ?? ''}`,
  );
  const { licenceId } = await driver.points();
  await story.step(
    'At the window an officer handles it; the payment records the points, and the licence is detained.',
    async () => {
      const body = { violationId, licenceId, iWasTheDriver: true };
      const { orderId } = await ok(officer.post<Handling>('/v1/window/acceptances', body));
      if (orderId !== null) await driver.pay(orderId);
      return eventually(async () => {
        const points = await driver.points();
        return points.education && points;
      });
    },
    educationInWords,
  );
  await story.step(
    "Seven days pass on the sandbox's clock; the officer records them as days of study, and the exam in subject 1.",
    async () => {
      await ok(driver.api.post('/v1/sandbox/clock', { advanceSeconds: 7 * 86_400 }));
      return ok(
        officer.post<EducationOrder>(`/v1/licences/${licenceId}/education`, {
          studyDays: 7,
          examPassed: 1,
        }),
      );
    },
    ({ status, recorded }) =>
      `${status}: ${inPoints(recorded)} recorded, the licence is given back`,
  );
}

/** A registrar mends what was entered wrongly, and an officer finds the case by the number of its notice. */
export async function correction(scene: OfficeScene): Promise<void> {
  const { story, registrar, officer } = scene;
  const { driver, car } = await newOwner(scene, 'corrected');
  const { realName } = driver.identity;
  const notice = newViolationOf(car, { code: CODE_OF_POINTS[3], daysAgo: 1 });
  await registerViolation(registrar, notice);
  const { noticeNumber, place } = notice;
  await story.step(
    `A camera stood elsewhere than the register says; the registrar corrects the place of a violation of ${realName}'s car.`,
    () => {
      const body = { place: '文三路与古翠路路口', reason: 'The camera was moved.' };
      return correctViolation(registrar, noticeNumber, body);
    },
    (corrected) => `${place} → ${corrected.place}; ${realName} is told, the old place is kept`,
  );
  await story.step(
    `${realName} comes to a desk with the notice; an officer finds the whole case by its number.`,
    () => ok(officer.get<DeskCase>(`/v1/desk/violations?noticeNumber=${noticeNumber}`)),
    ({ violation }) =>
      `${violation?.status ?? ''}, ${(violation?.timeline ?? []).map(({ what }) => what).join(', ')}`,
  );
}

/** One violation is disputed and eliminated, one decision revoked and refunded. */
export async function disputeAndRevocation(scene: OfficeScene): Promise<void> {
  const { story, officer } = scene;
  const { driver, car, caught } = await newOwner(scene, 'owner');
  const { realName } = driver.identity;
  const disputed = await caught(3);
  const { disputeId } = await story.step(
    `${realName} was not there: the camera misread a plate as ${car.plateNumber}. He disputes the violation.`,
    () =>
      ok(
        driver.api.post<Dispute>(`/v1/violations/${disputed}/disputes`, {
          ground: 'plate_misread',
          statement: 'The car in the picture is red, mine is white.',
          documentIds: [],
        }),
      ),
    ({ status, dueAt }) => `${status}, to be answered by ${dueAt}`,
  );
  await story.step(
    'An officer looks at the picture and answers with reasons.',
    async () => {
      const path = '/v1/review/disputes';
      const { etag } = await ok(officer.get<{ etag: string }>(`${path}/${disputeId}`));
      const body = { decision: 'eliminate', reason: 'The picture shows another car.' };
      return ok(officer.post<Dispute>(`${path}/${disputeId}/decision`, body, { ifMatch: etag }));
    },
    ({ status }) => `${status}: nobody has to handle it any more`,
  );
  const { decision, orderId } = await driver.acceptAndPay(await caught(1));
  await story.step(
    'He has accepted and paid another one; later it turns out that his wife was driving, and the officer revokes the decision.',
    () =>
      ok(
        officer.post<Decision>(`/v1/decisions/${decision.decisionNumber}/revocation`, {
          reason: 'Somebody else drove.',
          then: 'reopen',
        }),
      ),
    ({ status, decisionNumber }) => `decision ${decisionNumber} is ${status}`,
  );
  await story.step(
    'The money goes back, the points are reversed, and the violation is open to whoever drove.',
    () => refunded(driver, orderId),
    ({ fineFen, status }) => `${yuan(fineFen)} ${status}; 0 points recorded`,
  );
}

/** The clock of the sandbox is moved, so this comes last. */
export async function payLate(scene: OfficeScene): Promise<void> {
  const { story } = scene;
  const { driver, caught } = await newOwner(scene, 'debtor');
  const { orderId, decision } = await ok(driver.accept(await caught(3)));
  if (orderId === null) throw new Error('a fine above 0 must have an order');
  const days = 15 + DAYS_LATE;
  await story.step(
    `${driver.identity.realName} accepts a fine of ${yuan(decision.fineFen)}, due on ${decision.dueOn}, and forgets it. ${String(days)} days pass on the sandbox's clock.`,
    async () => {
      await ok(driver.api.post('/v1/sandbox/clock', { advanceSeconds: days * 86_400 }));
      return driver.order(orderId);
    },
    ({ surchargeFen, payableFen }) =>
      `${String(DAYS_LATE)} days late: ${yuan(surchargeFen)} surcharge, ${yuan(payableFen)} to pay`,
  );
  await story.step(
    'He pays.',
    async () => {
      await driver.pay(orderId);
      return eventually(async () => {
        const order = await driver.order(orderId);
        return order.status === 'paid' && order;
      });
    },
    ({ payableFen, receiptNumber }) => `${yuan(payableFen)} paid, receipt ${receiptNumber ?? '?'}`,
  );
}

function educationInWords({ recorded, education }: PointsStatement): string {
  const exams = education?.examsRequired.join(', ') ?? '';
  return `${inPoints(recorded)} recorded: ${String(education?.studyDaysRequired)} days of study and an exam in subject ${exams} are ordered`;
}

function refunded(driver: Citizen, orderId: string | null): Promise<Order> {
  if (orderId === null) throw new Error('a fine above 0 must have an order');
  return eventually(async () => {
    const order = await driver.order(orderId);
    const { recorded } = await driver.points();
    return order.status === 'refunded' && recorded === 0 && order;
  });
}

import type { Order, OrderStatus, PointServiceState, PointsStatement } from '@demerit/contracts';
import { ok, refused, type Problem } from '../client/api';
import type { Citizen } from '../client/citizen';
import { inPoints } from '../client/points';
import { noticed, optionsInWords, yuan, type Scene } from './demo-handling';
import { eventually } from '../client/eventually';
import { CODE_OF_POINTS, newViolationOf } from '../city/newcomers';
import { askForCar } from '../city/people';
import { decideTarget, keyReviewTarget, registerViolation } from '../city/staff';

/** A second and a third vehicle; and a second fine for the colleague's car, left unpaid. Answers that fine's order. */
export async function useAllSlots(
  { story, cast, registrar }: Scene,
  driver: Citizen,
): Promise<string> {
  for (const [ordinal, { vehicle, noticeNumber }] of [
    ['second', cast.secondCar],
    ['third', cast.thirdCar],
  ] as const) {
    await story.step(
      `He handles a violation of his own car ${vehicle.plateNumber}, the ${ordinal} vehicle, and pays.`,
      async () =>
        driver.acceptAndPay((await noticed(driver, vehicle.plateNumber, noticeNumber)).violationId),
      ({ status, decision }) =>
        `${status}: ${inPoints(decision.points)}, ${yuan(decision.fineFen)}`,
    );
  }
  const orderId = await story.step(
    "A camera catches the colleague's car again with him at the wheel; he accepts and leaves the fine for later.",
    async () => {
      const { vehicle } = cast.colleaguesCar;
      const violation = newViolationOf(vehicle, { code: CODE_OF_POINTS[1], daysAgo: 1 });
      const handling = await ok(driver.accept(await registerViolation(registrar, violation)));
      if (handling.orderId === null) throw new Error('a fine above 0 must have an order');
      return handling.orderId;
    },
    (id) => `accepted without a further slot: the pair is counted already; order ${id} is open`,
  );
  await story.step('His statement:', () => statement(driver, 3), statementInWords);
  return orderId;
}

/** The fourth vehicle, and what it does at every service. */
export async function meetTheLimit(
  scene: Scene,
  driver: Citizen,
  openOrderId: string,
): Promise<void> {
  const { story, cast } = scene;
  const { vehicle, noticeNumber } = cast.fourthCar;
  const { violationId } = await noticed(driver, vehicle.plateNumber, noticeNumber);
  await story.step(
    `He looks at how a violation of a fourth car, ${vehicle.plateNumber}, could be handled.`,
    async () => {
      const options = await driver.handlingOptions(violationId);
      if (!options.preview.wouldBeTheFourth) throw new Error('the preview must warn of the fourth');
      return options;
    },
    optionsInWords,
  );
  await story.step(
    'He tries all the same.',
    () => refused(driver.accept(violationId), 409, 'LICENCE_LIMIT_REACHED'),
    ({ code, availableFrom, nextStep }) =>
      `409 ${code}: ${nextStep ?? ''} (free again from ${availableFrom ?? '?'})`,
  );
  await story.step(
    'Identity shows that his point service is suspended.',
    () => standing(driver, 'suspended'),
    ({ reason, since }) => `suspended since ${since ?? '?'}: ${reason ?? '?'}`,
  );
  await story.step(
    'Vehicles refuses a new car of somebody else.',
    () => refused(askForCar(driver, cast.anotherCar), 409, 'POINT_SERVICE_SUSPENDED'),
    inWords,
  );
  await story.step(
    'Violations refuses an acceptance of any car.',
    () => refused(driver.accept(violationId), 409, 'POINT_SERVICE_SUSPENDED'),
    inWords,
  );
  await story.step(
    "Payments has frozen the open order for the colleague's car.",
    async () => {
      await orderBecomes(driver, openOrderId, 'frozen');
      return refused(
        driver.api.post(`/v1/orders/${openOrderId}/payments`, { provider: 'sandbox' }),
        409,
        'ORDER_FROZEN',
      );
    },
    inWords,
  );
}

/** The reviewer's release with one slot more, and everything that goes on. */
export async function findTheWayOut(
  { story, cast, reviewer }: Scene,
  driver: Citizen,
  openOrderId: string,
): Promise<void> {
  const target = await story.step(
    'A reviewer finds him on the list of key review targets.',
    async () => {
      const { licenceId } = await driver.points();
      const found = await keyReviewTarget(reviewer, { licenceId });
      if (!found) throw new Error('the licence is not on the list');
      return found;
    },
    ({ targetId, reason, attempts }) => `${targetId}: ${reason}, ${String(attempts)} attempt(s)`,
  );
  await story.step(
    'The reviewer releases him with a reason, and with one slot more for the rest of the cycle.',
    () =>
      decideTarget(reviewer, target.targetId, {
        decision: 'release',
        reason: 'A family with four cars; the driver showed the registrations.',
        extraSlots: 1,
      }),
    ({ status }) => status,
  );
  await story.step(
    'His point service is active again, and the frozen order can be paid.',
    async () => {
      await standing(driver, 'active');
      await orderBecomes(driver, openOrderId, 'unpaid');
      await driver.pay(openOrderId);
      return orderBecomes(driver, openOrderId, 'paid');
    },
    ({ payableFen, receiptNumber }) => `${yuan(payableFen)} paid, receipt ${receiptNumber ?? '?'}`,
  );
  await story.step(
    `The fourth car ${cast.fourthCar.vehicle.plateNumber} is handled with the slot that was granted.`,
    async () => {
      const { vehicle, noticeNumber } = cast.fourthCar;
      return driver.acceptAndPay(
        (await noticed(driver, vehicle.plateNumber, noticeNumber)).violationId,
      );
    },
    ({ status, decision }) => `${status}: ${inPoints(decision.points)}, ${yuan(decision.fineFen)}`,
  );
  await story.step('His statement at the end:', () => statement(driver, 4), statementInWords);
}

function inWords({ status, code, title, nextStep }: Problem): string {
  return `${String(status)} ${code}: ${title}. ${nextStep ?? ''}`;
}

/** The news of a suspension travels; identity asks the ledger, so it knows at once. */
async function standing(
  driver: Citizen,
  wanted: 'active' | 'suspended',
): Promise<PointServiceState> {
  const { pointService } = await driver.me();
  if (pointService.status !== wanted)
    throw new Error(`the point service should be ${wanted}: ${pointService.status}`);
  return pointService;
}

async function orderBecomes(driver: Citizen, orderId: string, status: OrderStatus): Promise<Order> {
  return eventually(async () => {
    const order = await driver.order(orderId);
    return order.status === status && order;
  });
}

async function statement(driver: Citizen, vehicles: number): Promise<PointsStatement> {
  return eventually(async () => {
    const points = await driver.points();
    const { length } = points.vehiclesUsed;
    if (length !== vehicles)
      throw new Error(`${String(length)} vehicles are counted, not ${String(vehicles)}`);
    return points;
  });
}

function statementInWords({
  recorded,
  pending,
  vehiclesUsed,
  limits,
  cycle,
}: PointsStatement): string {
  const plates = vehiclesUsed.map(({ plateNumber }) => plateNumber ?? '?').join(', ');
  return [
    `${String(recorded)} of ${String(limits.fullScore)} points recorded, ${String(pending)} pending`,
    `vehicles used: ${plates} (${String(vehiclesUsed.length)} of ${String(limits.vehiclesPerLicence)})`,
    `cycle from ${cycle.startsAt} to ${cycle.endsAt}`,
  ].join('\n');
}

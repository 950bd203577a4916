import type { Entry, HandlingOptions, Receipt, Violation } from '@demerit/contracts';
import { ok, refused, type Api } from '../client/api';
import { Citizen } from '../client/citizen';
import type { Cast } from './demo-cast';
import { eventually } from '../client/eventually';
import { inPoints } from '../client/points';
import { decideBinding, decideVerification } from '../city/staff';
import type { Story } from './story';

export interface Scene {
  story: Story;
  cast: Cast;
  reviewer: Api;
  registrar: Api;
}

export function yuan(fen: number): string {
  return `${(fen / 100).toFixed(2)} yuan`;
}

/** The account, the verified identity and the licence. */
export async function register({ story, cast, reviewer }: Scene): Promise<Citizen> {
  const driver = await story.step(
    `${cast.driver.realName} registers with his phone number and the code sent to it.`,
    () => Citizen.logIn(story.caller('driver'), cast.driver),
    ({ accountId }) => `logged in; account ${accountId}`,
  );
  await story.step(
    'He uploads both sides of his identity card and asks to be verified.',
    () => driver.submitIdentity(),
    () => 'submitted',
  );
  await story.step(
    'A reviewer looks at the pictures and approves.',
    () => decideVerification(reviewer, driver.accountId),
    ({ status, nameMasked }) => `${nameMasked} is ${status}`,
  );
  await story.step(
    'He claims his driving licence; it must match the register and his identity.',
    () => driver.claimLicence(),
    (licence) =>
      `class ${licence.class}, ${licence.licenceNumberMasked}, valid until ${licence.validUntil}`,
  );
  return driver;
}

/** Bind, inquire, choose, accept, pay, see the points. */
export async function handleColleaguesCar(scene: Scene, driver: Citizen): Promise<void> {
  await bindColleaguesCar(scene, driver);
  const { story, cast } = scene;
  const { vehicle, noticeNumber } = cast.colleaguesCar;
  const violation = await story.step(
    'Now he sees its violations.',
    () => noticed(driver, vehicle.plateNumber, noticeNumber),
    ({ description, place, points, fineFen }) =>
      `${place}: ${description}, ${inPoints(points)}, ${yuan(fineFen)}`,
  );
  await story.step(
    'He asks how it can be handled.',
    () => optionsWith(driver, violation.violationId, 'online'),
    optionsInWords,
  );
  await story.step(
    'He accepts without saying that he was the driver: points go to whoever drove, to nobody else.',
    () =>
      refused(
        driver.accept(violation.violationId, { iWasTheDriver: false }),
        422,
        'DRIVER_DECLARATION_REQUIRED',
      ),
    ({ code, nextStep }) => `422 ${code}: ${nextStep ?? ''}`,
  );
  const { handlingId, orderId } = await story.step(
    'He declares that he was driving, and accepts.',
    () => ok(driver.accept(violation.violationId)),
    ({ decision }) =>
      `decision ${decision.decisionNumber}: ${yuan(decision.fineFen)}, ${inPoints(decision.points)}, due on ${decision.dueOn}`,
  );
  if (orderId === null) throw new Error('a fine above 0 must have an order');
  await story.step(
    'He pays the fine.',
    async () => {
      await driver.pay(orderId);
      return eventually(async () => {
        const order = await driver.order(orderId);
        return order.status === 'paid' && order;
      });
    },
    ({ payableFen, receiptNumber }) => `${yuan(payableFen)} paid, receipt ${receiptNumber ?? '?'}`,
  );
  await story.step(
    'The points are recorded by the payment; he checks that everything was updated.',
    () => closedHandling(driver, handlingId, orderId),
    ({ balance, receipt, newest }) =>
      `the handling is closed, ${inPoints(balance)} recorded; entry ${newest.type} of ${String(newest.points)}; receipt ${receipt.receiptNumber}`,
  );
}

async function bindColleaguesCar({ story, cast, reviewer }: Scene, driver: Citizen): Promise<void> {
  const { vehicle } = cast.colleaguesCar;
  const { plateNumber, plateType, engineNumber } = vehicle;
  await story.step(
    `His colleague's car ${plateNumber} was caught by a camera, but he does not see its violations: it is not bound to him.`,
    async () => {
      const seen = await driver.violations(plateNumber);
      if (seen.length > 0)
        throw new Error(`a stranger sees ${String(seen.length)} violations of ${plateNumber}`);
    },
    () => 'an empty list',
  );
  const request = {
    plateNumber,
    plateType,
    relation: 'other' as const,
    relationNote: '同事',
    documentIds: [await driver.upload('vehicle_licence')],
    ownerLicenceNumber: vehicle.owner.licenceNumber ?? '',
  };
  await story.step(
    'He asks to bind it, with a mistake in the engine number.',
    () =>
      refused(
        driver.api.post('/v1/bindings', { ...request, engineNumberLast6: '000000' }),
        422,
        'VEHICLE_NOT_MATCHED',
      ),
    ({ code, nextStep }) => `422 ${code}: ${nextStep ?? ''}`,
  );
  const { bindingId } = await story.step(
    `He asks again with what ${cast.colleague.identity.realName} tells him: plate, engine number, licence number.`,
    () => driver.requestBinding({ ...request, engineNumberLast6: engineNumber.slice(-6) }),
    ({ status, riskNotice }) => `${status}\n${riskNotice ?? ''}`,
  );
  await story.step(
    `${cast.colleague.identity.realName}, the owner, agrees.`,
    () => cast.colleague.grantConsent(bindingId),
    ({ status, expectedBy }) => `${status}, a decision is expected by ${expectedBy ?? '?'}`,
  );
  await story.step(
    'A reviewer approves the binding.',
    () => decideBinding(reviewer, bindingId),
    ({ status, activeSince }) => `${status} since ${activeSince ?? '?'}`,
  );
}

export async function noticed(
  driver: Citizen,
  plateNumber: string,
  noticeNumber: string,
): Promise<Violation> {
  const violations = await driver.violations(plateNumber);
  const found = violations.find((violation) => violation.noticeNumber === noticeNumber);
  if (!found) throw new Error(`the violation ${noticeNumber} of ${plateNumber} is not seen`);
  return found;
}

async function optionsWith(
  driver: Citizen,
  violationId: string,
  method: 'online',
): Promise<HandlingOptions> {
  const options = await driver.handlingOptions(violationId);
  if (!options.methods.some((offered) => offered.method === method && offered.available)) {
    throw new Error(`${method} should be offered: ${JSON.stringify(options)}`);
  }
  return options;
}

export function optionsInWords({ preview, methods }: HandlingOptions): string {
  const { vehicleLicences, yourVehicles, recordedAfter } = preview;
  return [
    ...methods.map(
      ({ method, available, why }) => `${method}: ${available ? 'possible' : `no (${why ?? '?'})`}`,
    ),
    `this car: ${String(vehicleLicences.used)} of ${String(vehicleLicences.limit)} licences; you: ${String(yourVehicles.used)} of ${String(yourVehicles.limit)} vehicles; points afterwards: ${String(recordedAfter)}`,
    ...(preview.wouldBeTheFourth ? ['warning: this one would exceed the limit'] : []),
  ].join('\n');
}

async function closedHandling(
  driver: Citizen,
  handlingId: string,
  orderId: string,
): Promise<{ balance: number; receipt: Receipt; newest: Entry }> {
  const handling = await eventually(async () => {
    const read = await driver.handling(handlingId);
    return read.status === 'closed' && read;
  });
  const { recorded } = await driver.points();
  const entries = await ok(driver.api.get<{ items: Entry[] }>('/v1/me/points/entries'));
  const receipt = await ok(
    driver.api.get<Receipt>(`/v1/orders/${orderId}/receipt`, {
      headers: { accept: 'application/json' },
    }),
  );
  const newest = entries.items[0];
  if (newest?.type !== 'record' || handling.entry?.balance !== recorded) {
    throw new Error(
      `the statement says ${String(recorded)}, the handling ${JSON.stringify(handling.entry)}`,
    );
  }
  return { balance: recorded, receipt, newest };
}

import { shanghaiDay, type RegistryVehicle, type Violation } from '@demerit/contracts';
import { ok, refused, type Api } from '../client/api';
import type { Citizen } from '../client/citizen';
import { cityRegisters, type SeededAccount, type Step } from './data/data';
import { eventually } from '../client/eventually';
import { requestCar } from './people';
import { decideBinding, decideVerification } from './staff';

/** The citizens by name. */
export type Cast = Map<string, Citizen>;

const SETTLED_WITHIN_MS = 30_000;

/**
 * Plays the steps of all accounts at once, each account's in order; first what makes people verified, because others
 * need them as owners. A step that was done earlier is skipped, so that seeding can go on after a crash.
 */
export async function playSteps(
  accounts: SeededAccount[],
  cast: Cast,
  reviewer: Api,
): Promise<void> {
  const isFirst = ({ step }: Step): boolean => step === 'verify' || step === 'claim-licence';
  for (const round of [isFirst, (step: Step) => !isFirst(step)]) {
    await Promise.all(
      accounts.map(async ({ name, steps }) => {
        for (const step of steps.filter(round))
          await play(step, member(cast, name), cast, reviewer);
      }),
    );
  }
  await Promise.all(accounts.map((account) => expectOutcome(account, member(cast, account.name))));
}

function member(cast: Cast, name: string): Citizen {
  const citizen = cast.get(name);
  if (!citizen) throw new Error(`accounts.json has nobody called ${name}`);
  return citizen;
}

async function play(step: Step, citizen: Citizen, cast: Cast, reviewer: Api): Promise<void> {
  switch (step.step) {
    case 'verify':
      return verify(citizen, reviewer);
    case 'claim-licence':
      if ((await citizen.me()).licence === null) await citizen.claimLicence();
      return;
    case 'bind':
      return bind(step.plateNumber, citizen, member(cast, step.owner), reviewer);
    case 'accept':
      return acceptAndPay(step.noticeNumber, citizen);
    case 'refused':
      return beRefused(step.noticeNumber, step.code, citizen);
  }
}

async function verify(citizen: Citizen, reviewer: Api): Promise<void> {
  const { status } = (await citizen.me()).identity;
  if (status === 'verified') return;
  if (status !== 'submitted') await citizen.submitIdentity();
  await decideVerification(reviewer, citizen.accountId);
}

async function bind(
  plateNumber: string,
  citizen: Citizen,
  owner: Citizen,
  reviewer: Api,
): Promise<void> {
  const earlier = await ok(
    citizen.api.get<{ items: { bindingId: string; plateNumber: string; status: string }[] }>(
      '/v1/bindings',
    ),
  );
  const existing = earlier.items.find((binding) => binding.plateNumber === plateNumber);
  const { bindingId, status } = existing ?? (await requestCar(citizen, registeredCar(plateNumber)));
  if (status === 'active') return;
  if (status === 'pending_consent') await owner.grantConsent(bindingId);
  await decideBinding(reviewer, bindingId);
}

/** As the owner tells it; the dates of the register do not matter to a request. */
function registeredCar(plateNumber: string): RegistryVehicle {
  const car = cityRegisters(shanghaiDay(new Date())).vehicles.find(
    (candidate) => candidate.plateNumber === plateNumber,
  );
  if (!car) throw new Error(`vehicles.json has no ${plateNumber}`);
  return car;
}

async function acceptAndPay(noticeNumber: string, citizen: Citizen): Promise<void> {
  const violation = await noticed(citizen, noticeNumber);
  const handling =
    violation.handlingId === undefined
      ? await ok(citizen.accept(violation.violationId))
      : await citizen.handling(violation.handlingId);
  if (handling.status === 'awaiting_payment' && handling.orderId !== null)
    await citizen.pay(handling.orderId);
}

async function beRefused(noticeNumber: string, code: string, citizen: Citizen): Promise<void> {
  if ((await citizen.me()).pointService.status === 'suspended') return;
  const { violationId } = await noticed(citizen, noticeNumber);
  await refused(citizen.accept(violationId), 409, code);
}

async function noticed(citizen: Citizen, noticeNumber: string): Promise<Violation> {
  const violations = await citizen.violations();
  const found = violations.find((violation) => violation.noticeNumber === noticeNumber);
  if (!found)
    throw new Error(`${citizen.identity.realName} does not see the violation ${noticeNumber}`);
  return found;
}

/** Points are recorded when the payment's news has travelled; the account is as announced only then. */
async function expectOutcome({ name, expects }: SeededAccount, citizen: Citizen): Promise<void> {
  if (!expects) return;
  const wanted = JSON.stringify({ ...expects, open: [...expects.open].sort() });
  await eventually(
    async () => {
      const found = JSON.stringify(await outcomeOf(citizen));
      if (found !== wanted)
        throw new Error(`${name} should stand at ${wanted} but stands at ${found}`);
      return true;
    },
    { withinMs: SETTLED_WITHIN_MS },
  );
}

async function outcomeOf(citizen: Citizen): Promise<NonNullable<SeededAccount['expects']>> {
  const [points, me, violations] = await Promise.all([
    citizen.points(),
    citizen.me(),
    citizen.violations(),
  ]);
  return {
    recorded: points.recorded,
    vehiclesUsed: points.vehiclesUsed.length,
    pointService: me.pointService.status,
    open: violations
      .filter(({ status }) => status === 'published')
      .map(({ noticeNumber }) => noticeNumber)
      .sort(),
  };
}

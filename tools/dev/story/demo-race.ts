import type { Handling, RegistryVehicle } from '@demerit/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { Api, type Answer, type Problem } from '../client/api';
import { withStack } from '../commands/borrowed-stack';
import type { Citizen } from '../client/citizen';
import { stopStack } from '../commands/down';
import { readJson } from '../home/files';
import { stackHome, type Home } from '../home/home';
import { differences, readLedger } from './ledger-check';
import { CODE_OF_POINTS, newCarOf, newViolationOf } from '../city/newcomers';
import { bindCar, inFlight, newDriverAt, type Office } from '../city/people';
import { runningStack } from '../supervise/remains';
import { tokenOf } from '../client/sessions';
import { registerVehicle, registerViolation } from '../city/staff';
import type { DataElsewhere, StackFile } from '../home/stack-file';
import { eventually } from '../client/eventually';
import { Failure, say, seconds } from '../home/terminal';

const RUNNERS = 50;
const PREPARED_AT_ONCE = 8;
/** So many answers are in when the ledger dies: the others are on their way. */
const ANSWERS_BEFORE_KILL = 5;
const KILL_AFTER_MS = 3_000;
const REPEAT_AFTER_MS = 500;
const FINISH_WITHIN_MS = 60_000;

interface Field {
  car: RegistryVehicle;
  vehicleId: string;
  runners: { citizen: Citizen; violationId: string }[];
}

interface Finish {
  citizen: Citizen;
  answer: Answer<Handling | Problem>;
  tries: number;
}

/**
 * `./dev demo race`: 50 people want the last slot of one car while the ledger is killed. On a stack of its own, because a car
 * has three users at most by default and here it needs fifty.
 */
export async function demoRace(): Promise<void> {
  const home = stackHome({ ...process.env, DEMERIT_HOME: join(stackHome().dir, 'race') });
  process.env['DEMERIT_HOME'] = home.dir;
  process.env['POLICY_BINDING_USERS_PER_VEHICLE'] = '100';
  await stopStack(home, false);
  await withStack(home, (stack) => race(home, stack));
}

/** `kill` ends a ledger while the race is on; `isTime` says when it hurts most. */
export async function race(
  home: Home,
  stack: StackFile,
  kill: (isTime: () => boolean) => Promise<void> = (isTime) => killLedger(home, isTime),
): Promise<void> {
  const api = new Api(stack.gatewayUrl);
  const office = {
    registrar: api.as(await tokenOf(home, stack, 'registrar')),
    reviewer: api.as(await tokenOf(home, stack, 'reviewer')),
  };
  const field = await prepare(api, office);
  say(
    `\n${String(RUNNERS)} people want the last slot of ${field.car.plateNumber}; the ledger is killed meanwhile.`,
  );
  const finishes = await run(field, kill);
  report(finishes);
  await judge(home, stack, field, finishes);
}

/** One car, its owner and a colleague who have taken two of its three slots, and fifty more with a violation each. */
async function prepare(api: Api, office: Office): Promise<Field> {
  const since = performance.now();
  say(`Preparing one car and ${String(RUNNERS)} people who may use it.`);
  const owner = await newDriverAt(api, office);
  const car = newCarOf(owner.identity);
  const vehicleId = await registerVehicle(office.registrar, car);
  const drivers = await inFlight(
    PREPARED_AT_ONCE,
    Array.from({ length: RUNNERS + 1 }, () => async () => {
      const citizen = await newDriverAt(api, office);
      await bindCar(citizen, car, owner, office);
      return citizen;
    }),
  );
  const caught = (): Promise<string> =>
    registerViolation(office.registrar, newViolationOf(car, { code: CODE_OF_POINTS[1] }));
  const [colleague, ...others] = drivers;
  for (const early of [owner, colleague]) await early?.acceptAndPay(await caught());
  const runners = await inFlight(
    PREPARED_AT_ONCE,
    others.map((citizen) => async () => ({ citizen, violationId: await caught() })),
  );
  say(`Ready after ${seconds(since)}; 2 of 3 slots are taken.`);
  return { car, vehicleId, runners };
}

/** All at once, each with an idempotency key, repeating until the answer is final. */
async function run(
  { runners }: Field,
  kill: (isTime: () => boolean) => Promise<void>,
): Promise<Finish[]> {
  let answered = 0;
  const answeredAtKill = kill(() => answered >= ANSWERS_BEFORE_KILL).then(() => answered);
  const finishes = await Promise.all(
    runners.map(async ({ citizen, violationId }) => {
      const finish = await untilFinal(citizen, violationId);
      answered++;
      return finish;
    }),
  );
  say(`   ${String(await answeredAtKill)} of ${String(RUNNERS)} had their answer by then`);
  return finishes;
}

async function killLedger(home: Home, isTime: () => boolean): Promise<void> {
  const startedAt = performance.now();
  while (!isTime() && performance.now() - startedAt < KILL_AFTER_MS) await sleep(5);
  const ledger = runningStack(home)?.stack?.processes.find(({ name }) => name === 'ledger');
  if (!ledger) throw new Error('the ledger is not running');
  process.kill(ledger.pid, 'SIGKILL');
  say(`   kill -9 ${String(ledger.pid)} (ledger) after ${seconds(startedAt)}`);
}

async function untilFinal(citizen: Citizen, violationId: string): Promise<Finish> {
  const idempotencyKey = `race-${violationId}`;
  const deadline = performance.now() + FINISH_WITHIN_MS;
  for (let tries = 1; ; tries++) {
    const answer = await citizen.accept(violationId, { iWasTheDriver: true }, { idempotencyKey });
    if (isFinal(answer)) return { citizen, answer, tries };
    if (performance.now() > deadline) {
      throw new Failure(
        `No final answer within ${String(FINISH_WITHIN_MS / 1_000)} s: ${JSON.stringify(answer.body)}`,
      );
    }
    await sleep(REPEAT_AFTER_MS);
  }
}

function isFinal({ status, body }: Answer<Handling | Problem>): boolean {
  return status !== 503 && codeOf(body) !== 'IDEMPOTENCY_IN_PROGRESS';
}

function codeOf(body: Handling | Problem): string | undefined {
  return 'code' in body ? body.code : undefined;
}

function report(finishes: Finish[]): void {
  for (const { citizen } of finishes.filter(({ answer }) => answer.status === 201)) {
    say(`   won: ${citizen.identity.realName}, ${citizen.accountId}`);
  }
  const refusals = new Map<string, number>();
  for (const { answer } of finishes.filter(({ answer }) => answer.status !== 201)) {
    const kind = `${String(answer.status)} ${codeOf(answer.body) ?? '(no code)'}`;
    refusals.set(kind, (refusals.get(kind) ?? 0) + 1);
  }
  for (const [kind, count] of refusals) say(`   refused: ${String(count)} × ${kind}`);
  const repeated = finishes.filter(({ tries }) => tries > 1).length;
  say(
    `   ${String(repeated)} had to repeat their request, with the same key, before they had an answer`,
  );
}

/** @throws Failure unless exactly one won, the car is listed once, and the entries make every counter. */
async function judge(
  home: Home,
  stack: StackFile,
  field: Field,
  finishes: Finish[],
): Promise<void> {
  const winners = finishes.filter(({ answer }) => answer.status === 201);
  const overLimit = finishes.filter(
    ({ answer }) => codeOf(answer.body) === 'VEHICLE_LIMIT_REACHED',
  );
  const strange = finishes.filter(({ answer }) => {
    return (
      answer.status !== 201 &&
      !['VEHICLE_LIMIT_REACHED', 'VEHICLE_SUSPENDED'].includes(codeOf(answer.body) ?? '')
    );
  });
  await settle(winners);
  const listings = await listingsOf(home, stack, field);
  const found = await readLedger(stack.mongoUrl, ledgerDatabase(home), (rows) =>
    Promise.resolve({
      entries: rows.entries.length,
      licences: rows.licences.length,
      wrong: differences(rows),
    }),
  );
  say(
    `   on the key review list: the car ${String(listings.vehicle)} time(s), ${String(listings.licences)} of the drivers (${String(overLimit.length)} exceeded the limit)`,
  );
  say(
    `   ${String(found.entries)} entries of ${String(found.licences)} licences checked against all counters: ${found.wrong.length === 0 ? 'no difference' : `${String(found.wrong.length)} differences`}`,
  );
  const complaints = [
    ...(winners.length === 1 ? [] : [`${String(winners.length)} won`]),
    ...(listings.vehicle === 1 ? [] : [`the car is listed ${String(listings.vehicle)} times`]),
    ...(listings.licences === overLimit.length
      ? []
      : ['the drivers listed are not those who exceeded the limit']),
    ...strange.map(
      ({ answer }) => `unexpected: ${String(answer.status)} ${JSON.stringify(answer.body)}`,
    ),
    ...found.wrong,
  ];
  if (complaints.length > 0)
    throw new Failure(`The race went wrong:\n   ${complaints.join('\n   ')}`);
  say('\nOne winner, one listing of the car, and the entries make every counter.');
}

/** The winner pays, so that the points are recorded too. */
async function settle(winners: Finish[]): Promise<void> {
  for (const { citizen, answer } of winners) {
    const { handlingId, orderId } = answer.body as Handling;
    if (orderId !== null) await citizen.pay(orderId);
    await eventually(async () => (await citizen.handling(handlingId)).status === 'closed');
  }
}

async function listingsOf(
  home: Home,
  stack: StackFile,
  { vehicleId, runners }: Field,
): Promise<{ vehicle: number; licences: number }> {
  const licenceIds = await inFlight(
    PREPARED_AT_ONCE,
    runners.map(
      ({ citizen }) =>
        async () =>
          (await citizen.me()).licence?.licenceId,
    ),
  );
  return readLedger(stack.mongoUrl, ledgerDatabase(home), async (_, client) => {
    const targets = client.db(ledgerDatabase(home)).collection<{ subjectId: string }>('targets');
    return {
      vehicle: await targets.countDocuments({ subjectId: vehicleId }),
      licences: await targets.countDocuments({
        subjectId: { $in: licenceIds.filter((id) => id !== undefined) },
      }),
    };
  });
}

function ledgerDatabase(home: Home): string {
  const elsewhere = readJson(home.elsewhereFile) as DataElsewhere | undefined;
  return `${elsewhere?.databases?.prefix ?? 'demerit'}_ledger`;
}

import type { Handling, PaymentSettled } from '@demerit/contracts';
import { connect, type ConfirmChannel } from 'amqplib';
import { MongoClient } from 'mongodb';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api, ok, type Answer, type Problem } from '../../tools/dev/client/api';
import type { Citizen } from '../../tools/dev/client/citizen';
import { eventually } from '../../tools/dev/client/eventually';
import type { Home } from '../../tools/dev/home/home';
import type { ProcessName } from '../../tools/dev/home/names';
import { CODE_OF_POINTS, newCarOf, newViolationOf } from '../../tools/dev/city/newcomers';
import { setNextStart } from '../../tools/dev/supervise/next-start';
import { inFlight, newDriverAt, requestCar, type Office } from '../../tools/dev/city/people';
import { readJson } from '../../tools/dev/home/files';
import { tokenOf } from '../../tools/dev/client/sessions';
import type { StackFile } from '../../tools/dev/home/stack-file';
import { registerVehicle, registerViolation } from '../../tools/dev/city/staff';

const DOWN_MS = 180_000;
const BACKLOG = 1_100;
const FAILING = 30;
const LOOK_UPS = 101;
/** More than the fifty refusals of DemeritManyLimitRefusals: what happens before the first look is not seen as an increase. */
const LISTED = 58;
const FIRST_SCRAPE_MS = 12_000;
const ASK_EVERY_MS = 500;

/** What is wrong with a stack, all at once; each line of `done` brings about what the runbook of an alert describes. */
export function provoke(
  home: Home,
  stack: StackFile,
): { done: Promise<unknown>; stop: () => void } {
  const trouble = new Trouble(home, stack);
  return { done: trouble.everything(), stop: () => trouble.stop() };
}

class Trouble {
  private stopped = false;
  private office: Office | undefined;

  constructor(
    private readonly home: Home,
    private readonly stack: StackFile,
  ) {}

  stop(): void {
    this.stopped = true;
  }

  async everything(): Promise<void> {
    this.office = {
      registrar: await this.account('registrar'),
      reviewer: await this.account('reviewer'),
    };
    // A policy set tighter than what is in use: `manyListed`.
    this.kill('ledger', { env: { POLICY_VEHICLES_PER_LICENCE: '1' } });
    // DemeritServiceDown
    this.kill('payment-sandbox', { delayMs: DOWN_MS });
    await this.deadLetter();
    await this.handlerFails();
    await this.lookedUp();
    await Promise.all([
      this.nothingLeavesVehicles(),
      this.paymentsCannotConsume(),
      this.askPayments(),
      this.manyListed(),
    ]);
  }

  /** DemeritOutboxStuck, DemeritNobodyPublishes: a process that hangs, by a clock that is wrong, holds the lease for a day. */
  private async nothingLeavesVehicles(): Promise<void> {
    await this.inDatabase('vehicles', async (database) => {
      const until = new Date(Date.now() + 86_400_000);
      const locks = database.collection<{ _id: string; holder: string; until: Date }>('locks');
      await locks.updateOne({ _id: 'outbox-relay' }, { $set: { holder: 'a hung process', until } });
    });
    await patiently(async () => {
      const [applicant, owner] = [await this.driver(), await this.driver()];
      return requestCar(applicant, await this.carOf(owner));
    });
  }

  /** DemeritRetries: somebody deleted a car from the ledger by hand, and its fines are paid. */
  private async handlerFails(): Promise<void> {
    const { handling, vehicleId, accountId } = await patiently(async () => {
      const driver = await this.driver();
      const car = newCarOf(driver.identity);
      const vehicleId = await registerVehicle(this.staff.registrar, car);
      const handling = await ok(driver.accept(await this.violationOf(car)));
      return { handling, vehicleId, accountId: driver.accountId };
    });
    await this.inDatabase('ledger', async (database) => {
      const vehicles = database.collection<{ _id: string }>('vehicles');
      await vehicles.deleteOne({ _id: vehicleId });
    });
    const bodies = Array.from({ length: FAILING }, (_, index) =>
      settled(handling, accountId, index),
    );
    await this.send(
      'ledger.events',
      'payment.settled',
      bodies.map((body) => JSON.stringify(body)),
    );
  }

  /** DemeritSuspicions: an officer looks at one after the other. */
  private async lookedUp(): Promise<void> {
    const officer = await this.account('officer');
    for (let looked = 0; looked < LOOK_UPS; looked += 1)
      await officer.get('/v1/desk/licences?licenceNumber=330106199001011237');
  }

  /** DemeritDeadLetters: somebody writes by hand. */
  private deadLetter(): Promise<void> {
    return this.send('ledger.events', 'violation.decided', ['not JSON']);
  }

  /**
   * DemeritNotConsuming, DemeritQueueWithoutConsumer, DemeritBacklog: another version declared the queue with other arguments, so that
   * payments, started again, cannot take from it, and events pile up.
   */
  private async paymentsCannotConsume(): Promise<void> {
    this.kill('payments', { delayMs: 5_000 });
    const queue = 'payments.events';
    await this.atBroker(async (channel) => {
      await channel.deleteQueue(queue);
      await channel.assertQueue(queue, { durable: true });
    });
    const bodies = Array.from({ length: BACKLOG }, (_, index) => JSON.stringify({ index }));
    await this.send(queue, 'point-service.reinstated', bodies);
  }

  /** DemeritUnavailable, DemeritSlow: people ask on and on for what nobody answers. */
  private async askPayments(): Promise<void> {
    const open = new Set<Promise<unknown>>();
    while (!this.stopped) {
      const asking = this.account('wang-wei')
        .then((citizen) => citizen.get('/v1/orders/ord_00000000000000000000000000'))
        .catch(() => undefined)
        .finally(() => open.delete(asking));
      open.add(asking);
      await sleep(ASK_EVERY_MS);
    }
    await Promise.all(open);
  }

  /** DemeritManyListings, DemeritManyLimitRefusals: a licence may use one car, and everybody tries a second. */
  private async manyListed(): Promise<void> {
    await this.listed();
    // A counter's first look is no increase.
    await sleep(FIRST_SCRAPE_MS);
    await inFlight(
      3,
      Array.from({ length: LISTED }, () => async () => {
        if (!this.stopped) await this.listed();
      }),
    );
  }

  /** A car of one's own, and another. */
  private async listed(): Promise<void> {
    const driver = await patiently(() => this.driver());
    for (const wanted of [201, 409]) {
      const violationId = await patiently(async () => this.violationOf(await this.carOf(driver)));
      const idempotencyKey = randomUUID();
      const { status } = await patiently(async () => {
        const answer = await driver.accept(violationId, undefined, { idempotencyKey });
        return !isUnknown(answer) && answer;
      });
      if (status !== wanted) throw new Error(`the acceptance answered ${String(status)}`);
    }
  }

  private driver(): Promise<Citizen> {
    return newDriverAt(this.api, this.staff);
  }

  private async carOf(owner: Citizen) {
    const car = newCarOf(owner.identity);
    await registerVehicle(this.staff.registrar, car);
    return car;
  }

  private violationOf(car: ReturnType<typeof newCarOf>): Promise<string> {
    return registerViolation(
      this.staff.registrar,
      newViolationOf(car, { code: CODE_OF_POINTS[1] }),
    );
  }

  private get staff(): Office {
    if (!this.office) throw new Error('nobody is in the office yet');
    return this.office;
  }

  private get api(): Api {
    return new Api(this.stack.gatewayUrl);
  }

  private async account(name: string): Promise<Api> {
    return this.api.as(await tokenOf(this.home, this.stack, name));
  }

  private kill(name: ProcessName, next: Parameters<typeof setNextStart>[2]): void {
    setNextStart(this.home, name, next);
    const { processes } = readJson(this.home.stackFile) as StackFile;
    const pid = processes.find((process) => process.name === name)?.pid;
    if (pid === undefined) throw new Error(`${name} is not running`);
    process.kill(pid, 'SIGKILL');
  }

  private async inDatabase(
    service: string,
    work: (database: ReturnType<MongoClient['db']>) => Promise<void>,
  ): Promise<void> {
    const client = new MongoClient(this.stack.mongoUrl);
    await work(client.db(`demerit_${service}`)).finally(() => client.close());
  }

  private async atBroker(work: (channel: ConfirmChannel) => Promise<void>): Promise<void> {
    const broker = await connect(this.stack.amqpUrl);
    await work(await broker.createConfirmChannel()).finally(() => broker.close());
  }

  private async send(queue: string, type: string, bodies: string[]): Promise<void> {
    await this.atBroker(async (channel) => {
      for (const [index, body] of bodies.entries()) {
        const messageId = `alerts-${type}-${String(index)}`;
        channel.sendToQueue(queue, Buffer.from(body), { type, messageId, persistent: true });
      }
      await channel.waitForConfirms();
    });
  }
}

/** A careful client repeats, with the same key, until the outcome is known. */
function isUnknown({ status, body }: Answer<unknown>): boolean {
  const isUnderWay = (body as Partial<Problem>).code === 'IDEMPOTENCY_IN_PROGRESS';
  return status === 503 || isUnderWay;
}

/** Again and again, by new people: with so much wrong an answer may be long in coming. */
function patiently<T>(work: () => Promise<T>): Promise<Exclude<T, undefined | false>> {
  return eventually(work, { withinMs: 180_000, everyMs: 1_000 });
}

function settled(handling: Handling, accountId: string, index: number): PaymentSettled {
  const { handlingId, orderId, licenceId } = handling;
  return {
    paymentId: `pay_${String(index).padStart(26, '0')}`,
    orderId: orderId ?? '',
    handlingId,
    accountId,
    payerAccountId: accountId,
    licenceId,
    amountFen: 100,
    settledAt: new Date().toISOString(),
    receiptNumber: '1',
    version: 1,
  };
}

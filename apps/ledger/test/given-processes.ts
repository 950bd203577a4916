import { randomBytes } from 'node:crypto';
import {
  ownerOf,
  SHARDING,
  type Requests,
  type ReservePoints,
  type StateOfHandling,
} from '@demerit/contracts';
import {
  AmqpStrategy,
  MessagingClient,
  MessagingModule,
  Outbox,
  OutboxRelay,
  prepareMessagingCollections,
  refusalOf,
  ServiceUnavailable,
  Transactions,
} from '@demerit/messaging';
import { Controller, Module, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MessagePattern, Payload, type AsyncMicroserviceOptions } from '@nestjs/microservices';
import { createConnection, type Connection } from 'mongoose';
import { eventually } from '../../../tools/dev/client/eventually';
import { stackUnderTest } from '../../../tools/dev/home/under-test';
import { Replica } from '../../../tools/dev/supervise/replica';
import { givenRequest } from './given';

/** Beginnings of specs on ledgers that are processes of their own, and on whoever sends to them. */

/** Above the most that a test asks of one licence. */
const FULL_SCORE = '1000';
const APPLIED_WITHIN_MS = 30_000;

/** Violations, which is asked before anybody is refused for what others did: all handlings stand. */
@Controller()
class Standing {
  @MessagePattern('handling.states')
  states(@Payload() { handlingIds }: { handlingIds: string[] }) {
    const items = handlingIds.map((handlingId): StateOfHandling => ({
      handlingId,
      state: 'decided',
    }));
    return { items };
  }
}

@Module({})
class Others {}

export interface Answered {
  request: ReservePoints;
  /** On the clock of `performance.now()`. */
  askedAt: number;
  answeredAt: number;
  /** The refusal; undefined: reserved. */
  refusal: string | undefined;
}

/** Ledgers that share one database, and those who send to them: a stack without people, with names of its own. */
export class Ledgers {
  readonly replicas: Replica[] = [];
  readonly client: MessagingClient<Requests>;
  private readonly relay: OutboxRelay;
  private readonly outbox: Outbox;
  private readonly transactions: Transactions;
  private handlings = 0;
  private versions = 0;

  private constructor(
    private readonly run: string,
    private readonly sender: Connection,
    readonly database: Connection,
    private readonly violations: INestMicroservice,
  ) {
    const options = { ...optionsOf(run), service: 'payments', database: true };
    this.client = new MessagingClient<Requests>(options);
    this.relay = new OutboxRelay(sender, options);
    this.outbox = new Outbox(sender);
    this.transactions = new Transactions(sender, this.outbox, this.relay);
  }

  static async open(): Promise<Ledgers> {
    const run = `run-${randomBytes(4).toString('hex')}`;
    const { mongoUrl } = stackUnderTest();
    const opened = (name: string) =>
      createConnection(mongoUrl, { dbName: `${run}_${name}` }).asPromise();
    const sender = await opened('payments');
    await prepareMessagingCollections(sender);
    const violations = await answering(run);
    const ledgers = new Ledgers(run, sender, await opened('ledger'), violations);
    await ledgers.client.connect();
    return ledgers;
  }

  async start(count = 1): Promise<Replica[]> {
    const { mongoUrl, amqpUrl } = stackUnderTest();
    const settings = {
      SANDBOX: 'false',
      INTERNAL_TOKEN: 'nobody calls this process',
      MONGODB_URL: mongoUrl,
      RABBITMQ_URL: amqpUrl,
      DATABASE_PREFIX: this.run,
      AMQP_NAMESPACE: this.run,
      POLICY_FULL_SCORE: FULL_SCORE,
    };
    const starting = Array.from({ length: count }, () => Replica.start('ledger', settings));
    const started = await Promise.all(starting);
    this.replicas.push(...started);
    // The first of them declares what events go by.
    this.relay.start();
    return started;
  }

  /** The register knows these licences, `lic_0` and so on: nobody need be asked about them. */
  async claim(licences: number): Promise<void> {
    const numbers = Array.from({ length: licences }, (_, n) => n);
    await this.say(
      numbers.map((n) => ({
        type: 'licence.claimed',
        key: `lic_${n}`,
        payload: {
          ...holderOf(n),
          class: 'C1',
          firstIssuedOn: '2019-01-11',
          validUntil: '2039-01-11',
          version: 1,
        },
      })),
    );
    await this.untilThereAre('licences', licences);
  }

  /** Of a licence, for a vehicle; by itself each has its own. */
  newRequest(licence: number, vehicle = licence): ReservePoints {
    this.handlings += 1;
    const now = new Date().toISOString();
    return givenRequest({
      ...holderOf(licence),
      handlingId: `hdl_${this.handlings}`,
      vehicleId: `veh_${vehicle}`,
      points: 1,
      method: 'window',
      violationOccurredAt: now,
      decidedAt: now,
    });
  }

  /** As violations does: again under the same id for as long as the outcome is unknown. */
  async reserve(request: ReservePoints): Promise<Answered> {
    for (;;) {
      const askedAt = performance.now();
      const refusal = await this.client.ask('points.reserve', request).then(
        () => undefined,
        (error: unknown) => {
          if (error instanceof ServiceUnavailable) return error;
          return refusalOf(error)?.code ?? String(error);
        },
      );
      if (!(refusal instanceof ServiceUnavailable))
        return { request, askedAt, answeredAt: performance.now(), refusal };
    }
  }

  /** So many at once, each after one before it; all that were answered. */
  async reserveAll(requests: readonly ReservePoints[], inFlight = 64): Promise<Answered[]> {
    const waiting = [...requests];
    const answered: Answered[] = [];
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        answered.push(await this.reserve(next));
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
    return answered;
  }

  /** As payments says it: each is paid. */
  async settle(requests: readonly ReservePoints[]): Promise<void> {
    await this.say(
      requests.map(({ handlingId, accountId, licenceId }) => ({
        type: 'payment.settled',
        key: `pay_${handlingId}`,
        payload: {
          paymentId: `pay_${handlingId}`,
          orderId: `ord_${handlingId}`,
          handlingId,
          accountId,
          payerAccountId: accountId,
          licenceId,
          amountFen: 100,
          settledAt: new Date().toISOString(),
          receiptNumber: `R-${handlingId}`,
          version: 1,
        },
      })),
    );
  }

  async untilThereAre(collection: string, count: number, filter = {}): Promise<void> {
    const rows = this.database.collection(collection);
    const isThere = async () => (await rows.countDocuments(filter)) >= count;
    await eventually(isThere, { withinMs: APPLIED_WITHIN_MS });
  }

  async close(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.stop()));
    await this.relay.stop();
    await this.client.close();
    await this.violations.close();
    for (const database of [this.sender, this.database]) {
      await database.dropDatabase();
      await database.close();
    }
  }

  private async say(events: { type: string; key: string; payload: object }[]): Promise<void> {
    this.versions += 1;
    const rows = events.map((event) => ({ ...event, seq: this.versions }));
    await this.transactions.run((session) => this.outbox.add(session, rows));
  }
}

function holderOf(licence: number) {
  return {
    accountId: `acc_${licence}`,
    personKey: `person_${licence}`,
    licenceId: `lic_${licence}`,
  };
}

function optionsOf(namespace: string) {
  const { amqpUrl } = stackUnderTest();
  return { amqpUrl, namespace, ownerOf, sharding: SHARDING };
}

async function answering(run: string): Promise<INestMicroservice> {
  const options = { ...optionsOf(run), service: 'violations', database: false };
  const app = await NestFactory.createMicroservice<AsyncMicroserviceOptions>(
    { module: Others, imports: [MessagingModule.forRoot(options)], controllers: [Standing] },
    { ...AmqpStrategy.microservice, logger: false },
  );
  await app.listen();
  return app;
}

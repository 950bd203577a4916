/**
 * Our ledger, in one process with the load, as Medici is: the service's own module on the real database, with its relay publishing to the real
 * broker. What E1 adds to it is the way through the queues.
 */
import 'reflect-metadata';
import type { Person, Requests, ReservePoints } from '@demerit/contracts';
import {
  eventsExchange,
  MessagingClient,
  OutboxRelay,
  Transactions,
  TransactionTimedOut,
} from '@demerit/messaging';
import { Database } from '@demerit/platform';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { getConnectionToken } from '@nestjs/mongoose';
import { connect, type Channel } from 'amqplib';
import type { Connection } from 'mongoose';
import { LedgerModule } from '../../apps/ledger/src/ledger.module';
import { CurrentTerms } from '../../apps/ledger/src/account/terms';
import { StatementService } from '../../apps/ledger/src/statement/statement.service';
import { ReservationsService } from '../../apps/ledger/src/reservations/reservations.service';
import { eventually } from '../../tools/dev/client/eventually';
import { compete } from '../contest/contestant';
import { copyOf, countWork } from '../contest/counting';
import { keepInFlight, type Load } from '../contest/load';
import { repeatableRandom } from '../contest/statistics';
import {
  accountId,
  differences,
  drawer,
  DUPLICATES_PERCENT,
  LIMIT,
  licenceId,
  PAGE,
  POINTS,
  type Ledger,
  type LedgerSettings,
  type Reading,
} from './ledger';
import { issuedOn, requestOf, seedLedger } from './seed';

const PUBLISHED_WITHIN_MS = 60_000;
const ATTEMPTS = 10;

class OurLedger {
  private readonly random;
  private readonly draw;
  private readonly run = String(process.pid);
  private handlings = 0;
  private recorded = 0;
  private published = 0;
  private before = { balance: 0, entries: 0, events: 0 };

  constructor(
    private readonly settings: LedgerSettings,
    private readonly app: INestApplicationContext,
    private readonly connection: Connection,
    private readonly channel: Channel,
    private readonly work = { roundTrips: {}, documents: 0, messages: {} },
  ) {
    this.random = repeatableRandom(settings.licences);
    this.draw = drawer(settings, this.random);
  }

  async begin(): Promise<void> {
    const { licences, entriesEach, seeded } = this.settings;
    const size = { licences, entriesEach, firstIssuedOn: issuedOn(), at: new Date() };
    if (!seeded) await seedLedger(this.connection, size);
    await this.channel.purgeQueue(this.queue);
    this.before = await this.totals();
    this.app.get(OutboxRelay, { strict: false }).start();
  }

  get skills(): Ledger {
    return {
      record: (load) => this.record(load),
      read: (what, load) => this.read(what, load),
      check: () => this.check(),
      work: async () => copyOf(this.work),
      close: () => this.app.get(OutboxRelay, { strict: false }).stop(),
      drop: async () => {
        await this.connection.dropDatabase();
        await this.channel.deleteQueue(this.queue);
        await this.channel.deleteExchange(eventsExchange({ namespace: this.settings.prefix }));
      },
    };
  }

  /** Reserves and records; a twentieth of the commands are given a second time, and must change nothing. */
  private async record(load: Load) {
    return keepInFlight(load, async () => {
      const request = this.newRequest();
      await this.reserveAndRecord(request);
      this.recorded += 1;
      if (this.random() * 100 < DUPLICATES_PERCENT) await this.reserveAndRecord(request);
    });
  }

  private async reserveAndRecord(request: ReservePoints): Promise<void> {
    const reservations = this.app.get(ReservationsService, { strict: false });
    const transactions = this.app.get(Transactions, { strict: false });
    const { entryId } = await untilInTime(() => reservations.reserve(request));
    if (entryId === null) throw new Error('a point was not reserved');
    await untilInTime(() =>
      transactions.runTogether((session) =>
        reservations.record(request.handlingId, 'paid', session),
      ),
    );
  }

  private newRequest(): ReservePoints {
    this.handlings += 1;
    return requestOf(this.draw(), `hnd_${this.run}n${this.handlings}`);
  }

  private async read(what: Reading, load: Load) {
    const service = this.app.get(StatementService, { strict: false });
    return keepInFlight(load, async () => {
      const index = this.draw();
      const caller = { accountId: accountId(index), roles: [] };
      if (what === 'points') {
        await service.statement(caller);
      } else {
        const { items } = await service.entriesOf({ caller, page: { limit: PAGE } });
        const expected = Math.min(PAGE, this.settings.entriesEach);
        if (items.length < expected) throw new Error(`${items.length} entries on a page`);
      }
    });
  }

  private async check(): Promise<string[]> {
    await this.untilPublished();
    const { balance, entries, events } = await this.totals();
    const { messageCount } = await this.channel.purgeQueue(this.queue);
    this.published += messageCount;
    const beyond = await this.connection
      .collection('licences')
      .countDocuments({ cycles: { $elemMatch: { 'uses.3': { $exists: true } } } });
    return differences([
      ['sum of balances', this.before.balance + this.recorded * POINTS, balance],
      ['entries', this.before.entries + 2 * this.recorded, entries],
      ['events at the broker', events - this.before.events, this.published],
      ['cycles beyond the limit', 0, beyond],
    ]);
  }

  private async untilPublished(): Promise<void> {
    const outbox = this.connection.collection('outbox');
    const left = async () => (await outbox.countDocuments({ publishedAt: null })) === 0;
    await eventually(left, { withinMs: PUBLISHED_WITHIN_MS });
  }

  private async totals(): Promise<typeof this.before> {
    const [sums] = await this.connection
      .collection('licences')
      .aggregate<{ balance: number; seq: number }>([
        { $group: { _id: null, balance: { $sum: '$balance' }, seq: { $sum: '$seq' } } },
      ])
      .toArray();
    const entries = await this.connection.collection('entries').countDocuments({});
    const events = await this.connection.collection('outbox').countDocuments({});
    if (sums && sums.seq !== entries) throw new Error(`${entries} entries, ${sums.seq} counted`);
    return { balance: sums?.balance ?? 0, entries, events };
  }

  private get queue(): string {
    return queueOf(this.settings);
  }
}

/** Whoever hears nothing in time asks again, as services and the broker do; the time of it is in the figures. */
async function untilInTime<T>(command: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await command();
    } catch (error) {
      if (!(error instanceof TransactionTimedOut) || attempt === ATTEMPTS) throw error;
    }
  }
}

function queueOf({ prefix }: LedgerSettings): string {
  return `${prefix}.bench`;
}

/** Identity does not run here; it would say that an account has the licence of its number. What that question costs is part of E1. */
function answerForIdentity(client: MessagingClient<Requests>): void {
  const person = ({ accountId: asked }: { accountId: string }): Person => {
    const index = Number(asked.slice(accountId('').length));
    const licence = { licenceId: licenceId(index), class: 'C1' as const, holds: [] };
    const days = { firstIssuedOn: issuedOn(), validUntil: '2099-01-01' };
    const personKey = `person_${index}`;
    return {
      accountId: asked,
      personKey,
      identityStatus: 'verified',
      licence: { ...licence, ...days },
    };
  };
  const ask = async (_type: string, body: { accountId: string }) => person(body);
  client.ask = ask;
}

/** Above what the policy allows: a licence that everybody wants gets more in a second than any driver. */
function raiseFullScore(terms: CurrentTerms): void {
  const now = terms.get.bind(terms);
  const policy = { ...now().policy, fullScore: LIMIT };
  terms.get = () => ({ ...now(), policy });
}

/** Each command in a transaction of its own, as before there were groups. */
function oneByOne(transactions: Transactions): void {
  transactions.runTogether = (work, settings) => transactions.run(work, settings);
}

/** Events are mandatory: somebody must have a queue for them. */
async function queueForEvents(settings: LedgerSettings): Promise<Channel> {
  const channel = await (await connect(settings.amqpUrl, { noDelay: true })).createChannel();
  const exchange = eventsExchange({ namespace: settings.prefix });
  await channel.assertExchange(exchange, 'topic', { durable: true });
  await channel.assertQueue(queueOf(settings), { durable: true });
  await channel.bindQueue(queueOf(settings), exchange, '#');
  return channel;
}

void compete(async (settings: LedgerSettings) => {
  const work = settings.counted ? countWork() : undefined;
  const app = await NestFactory.createApplicationContext(LedgerModule, { logger: ['error'] });
  await app.get(Database).prepare();
  raiseFullScore(app.get(CurrentTerms, { strict: false }));
  answerForIdentity(app.get(MessagingClient, { strict: false }));
  if (settings.oneByOne) oneByOne(app.get(Transactions, { strict: false }));
  const connection = app.get<Connection>(getConnectionToken());
  const channel = await queueForEvents(settings);
  const ledger = new OurLedger(settings, app, connection, channel, work);
  await ledger.begin();
  return ledger.skills;
});

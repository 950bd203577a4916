import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Inject, type INestMicroservice } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { eventually, Sandbox, SILENT } from '../../test/stack';
import { AmqpStrategy, MessageContext, MessagingClient, MessagingModule } from '../index';
import { Transactions } from '../inbox/transactions';
import { Outbox } from '../outbox/outbox';
import { OutboxRelay } from '../outbox/relay';
import { shardOf, type Sharding } from './shards';

jest.setTimeout(60_000);

const NAME = Symbol('NAME');
const POTS = Array.from({ length: 64 }, (_, n) => `pot_${n}`);

interface Brew {
  potId: string;
  /** How long it takes. */
  ms?: number;
}

interface Handled {
  by: string;
  type: string;
  potId: string;
  seq: number | undefined;
}
const handled: Handled[] = [];

@Controller()
class Kitchen {
  constructor(@Inject(NAME) private readonly name: string) {}

  @MessagePattern('tea.brew')
  async brew(@Payload() { potId, ms }: Brew, @Ctx() context: MessageContext) {
    await sleep(ms ?? 0);
    return this.note(potId, context);
  }

  @MessagePattern('tea.list')
  list(@Payload() _: object, @Ctx() context: MessageContext) {
    return this.note('', context);
  }

  @EventPattern<string>('tea.drunk')
  drunk(@Payload() { potId }: { potId: string }, @Ctx() context: MessageContext) {
    this.note(potId, context);
  }

  @EventPattern<string>('tea.grown')
  grown(@Payload() { potId }: { potId: string }, @Ctx() context: MessageContext) {
    this.note(potId, context);
  }

  private note(potId: string, { type, seq }: MessageContext) {
    handled.push({ by: this.name, type, potId, seq });
    return { by: this.name };
  }
}

interface Requests {
  'tea.brew': { request: Brew; reply: { by: string } };
  'tea.list': { request: object; reply: { by: string } };
}

const SHARDING: Sharding = {
  fieldOf: (type) => (['tea.brew', 'tea.drunk'].includes(type) ? 'potId' : undefined),
  shares: (service) => service === 'kitchen',
};

/** With a namespace of its own, so that each test begins with no queues. */
class Place {
  private readonly replicas = new Map<string, INestMicroservice>();
  readonly client: MessagingClient<Requests>;
  private readonly relay: OutboxRelay;
  private readonly outbox: Outbox;
  private readonly transactions: Transactions;
  private version = 0;

  private constructor(private readonly sandbox: Sandbox) {
    const options = this.options('guest', SHARDING);
    this.client = new MessagingClient<Requests>({ ...options, database: false });
    this.relay = new OutboxRelay(sandbox.database, { ...options, database: true });
    this.outbox = new Outbox(sandbox.database);
    this.transactions = new Transactions(sandbox.database, this.outbox, this.relay);
  }

  static async open(about: string): Promise<Place> {
    const place = new Place(await Sandbox.open(`shards-${about}`));
    await place.client.connect();
    return place;
  }

  /** `sharding`: undefined of a version that shares nothing. */
  async start(name: string, sharding: Sharding | undefined = SHARDING): Promise<void> {
    const options = this.options('kitchen', sharding);
    const module = await Test.createTestingModule({
      imports: [MessagingModule.forRoot({ ...options, database: false })],
      controllers: [Kitchen],
      providers: [{ provide: NAME, useValue: name }],
    })
      .setLogger(SILENT)
      .compile();
    const app = module.createNestMicroservice({ strategy: module.get(AmqpStrategy) });
    await app.listen();
    this.replicas.set(name, app);
    await eventually(`${name} to consume`, () => app.get(AmqpStrategy).isConsuming);
  }

  async stop(name: string): Promise<void> {
    await this.replicas.get(name)?.close();
    this.replicas.delete(name);
  }

  async brewAll(): Promise<void> {
    await Promise.all(POTS.map((potId) => this.client.ask('tea.brew', { potId })));
  }

  /** Events of all pots, so many of each. */
  async drink(each = 1, type: 'tea.drunk' | 'tea.grown' = 'tea.drunk'): Promise<void> {
    this.relay.start();
    for (let n = 0; n < each; n += 1) {
      this.version += 1;
      const seq = this.version;
      const events = POTS.map((potId) => ({ type, key: potId, seq, payload: { potId } }));
      await this.transactions.run((session) => this.outbox.add(session, events));
    }
  }

  /** As a sender that shares nothing publishes it. */
  async sayWithoutShard(potId: string): Promise<void> {
    const { exchange } = this.sandbox.topology('kitchen');
    await this.sandbox.withChannel(async (channel) => {
      const properties = { type: 'tea.drunk', messageId: potId };
      channel.publish(exchange, 'tea.drunk', Buffer.from(JSON.stringify({ potId })), properties);
    });
  }

  async close(): Promise<void> {
    for (const name of this.replicas.keys()) await this.stop(name);
    await this.relay.stop();
    await this.client.close();
    await this.sandbox.close(this.sandbox.topology('kitchen', [], SHARDING));
  }

  private options(service: string, sharding: Sharding | undefined) {
    const { amqpUrl, name: namespace } = this.sandbox;
    const own = { service, amqpUrl, namespace, retryDelaysMs: [], ownerOf: () => 'kitchen' };
    return { ...own, ...(sharding && { sharding }) };
  }
}

/** How many shards each replica had of what it handled; no shard may have had two. */
function shares(): Record<string, number> {
  const owners = new Map<number, string>();
  for (const { by, potId } of handled) {
    const shard = shardOf(potId);
    expect(owners.get(shard) ?? by).toBe(by);
    owners.set(shard, by);
  }
  const groups = Map.groupBy(owners.values(), (by) => by);
  return Object.fromEntries([...groups].map(([name, { length }]) => [name, length]));
}

let place: Place | undefined;

async function opened(about: string): Promise<Place> {
  place = await Place.open(about);
  return place;
}

/** As soon as all are where they stay. */
async function dividedAs(kitchen: Place, expected: Record<string, number>): Promise<void> {
  await eventually(`shares of ${JSON.stringify(expected)}`, async () => {
    handled.length = 0;
    await kitchen.brewAll();
    expect(shares()).toEqual(expected);
    return true;
  });
}

beforeEach(() => (handled.length = 0));

afterEach(async () => {
  await place?.close();
  place = undefined;
});

test('given one replica, then it has all, of requests and of events', async () => {
  const kitchen = await opened('one');
  await kitchen.start('a');
  await kitchen.brewAll();
  expect(shares()).toEqual({ a: 8 });
  await kitchen.drink();
  await eventually('all events', () => handled.length === 2 * POTS.length);
  expect(shares()).toEqual({ a: 8 });
});

test('given replicas that come and go, then each has its share at any time, and what is said of one pot comes to one of them, in order', async () => {
  const kitchen = await opened('many');
  for (const name of ['a', 'b', 'c', 'd']) await kitchen.start(name);
  await kitchen.brewAll();
  expect(shares()).toEqual({ a: 2, b: 2, c: 2, d: 2 });

  handled.length = 0;
  await kitchen.drink(5);
  await eventually('all events', () => handled.length === 5 * POTS.length);
  expect(shares()).toEqual({ a: 2, b: 2, c: 2, d: 2 });
  const ofPots = Map.groupBy(handled, ({ potId }) => potId);
  const orders = [...ofPots.values()].map((ofPot) => ofPot.map(({ seq }) => seq));
  expect(orders).toEqual(POTS.map(() => [1, 2, 3, 4, 5]));

  await kitchen.stop('a');
  // Whose it was is served at once, and soon divided evenly.
  await kitchen.brewAll();
  await eventually('another division', async () => {
    handled.length = 0;
    await kitchen.brewAll();
    return Object.values(shares()).sort().join() === '2,3,3';
  });
  await kitchen.stop('b');
  await dividedAs(kitchen, { c: 4, d: 4 });
  await kitchen.start('e');
  await eventually('another division', async () => {
    handled.length = 0;
    await kitchen.brewAll();
    return Object.values(shares()).sort().join() === '2,3,3';
  });
});

test('given one that is told to end under load, then it ends what it has, and nothing of that comes to another one', async () => {
  const kitchen = await opened('ending');
  for (const name of ['a', 'b']) await kitchen.start(name);
  const brews = Array.from({ length: 600 }, (_, n) => `pot_${n}`);
  const asked = new Set(brews);
  const answerers: string[] = [];
  const worker = async (): Promise<void> => {
    for (const potId of asked) {
      asked.delete(potId);
      const { by } = await kitchen.client.ask('tea.brew', { potId, ms: 50 });
      answerers.push(by);
    }
  };
  const brewing = Promise.all(Array.from({ length: 64 }, worker));
  await eventually('both at work', () => new Set(handled.map(({ by }) => by)).size === 2);
  await kitchen.stop('a');
  const [ofA, left] = [handled.filter(({ by }) => by === 'a').length, asked.size];
  await brewing;
  expect(left).toBeGreaterThan(0);
  expect(answerers.filter((by) => by === 'a').length).toBe(ofA);
  expect(handled.map(({ potId }) => potId).sort()).toEqual(brews.toSorted());
});

test('given what has no shard, then whoever is free has it, once', async () => {
  const kitchen = await opened('none');
  for (const name of ['a', 'b']) await kitchen.start(name);
  const asked = await Promise.all(POTS.map(() => kitchen.client.ask('tea.list', {})));
  expect(new Set(asked.map(({ by }) => by))).toEqual(new Set(['a', 'b']));
  handled.length = 0;
  await kitchen.drink(1, 'tea.grown');
  await kitchen.sayWithoutShard('pot_0');
  await eventually('all events', () => handled.length > POTS.length);
  expect(handled.length).toBe(POTS.length + 1);
});

test('given a version that shares nothing, then it is asked all the same, and what waits for it is done by the one that follows, once', async () => {
  const kitchen = await opened('before');
  const before = { ...SHARDING, shares: () => false };
  await kitchen.start('before', before);
  await kitchen.brewAll();
  expect(handled.map(({ by }) => by)).toEqual(POTS.map(() => 'before'));

  handled.length = 0;
  await kitchen.stop('before');
  await kitchen.drink();
  await kitchen.start('a');
  await eventually('what waited', () => handled.length === POTS.length);
  await kitchen.drink();
  await eventually('what is said now', () => handled.length >= 2 * POTS.length);
  expect(handled.length).toBe(2 * POTS.length);
  expect(shares()).toEqual({ a: 8 });

  // Beside one of before, as while they are replaced one by one.
  await kitchen.start('before', before);
  handled.length = 0;
  await kitchen.brewAll();
  expect(shares()).toEqual({ a: 8 });
});

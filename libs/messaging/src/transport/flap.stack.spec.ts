import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { eventually, Sandbox, SILENT } from '../../test/stack';
import { AmqpStrategy, MessagingClient, MessagingModule } from '../index';

jest.setTimeout(60_000);

/** So many are handled at once. */
const PLACES = 16;
const WAITING = 10;
const brewed: number[] = [];
let release: () => void = () => undefined;
const pause = new Promise<void>((resolve) => (release = resolve));

@Controller()
class Kitchen {
  @MessagePattern('tea.brew')
  async brew(@Payload() { cup }: { cup: number }) {
    brewed.push(cup);
    if (cup < PLACES) await pause;
    return { cup };
  }
}

interface Requests {
  'tea.brew': { request: { cup: number }; reply: { cup: number } };
}

let sandbox: Sandbox;
let client: MessagingClient<Requests>;
let app: INestMicroservice;

const optionsOf = (service: string) => ({
  service,
  amqpUrl: sandbox.amqpUrl,
  namespace: sandbox.name,
  ownerOf: () => 'kitchen',
});

beforeAll(async () => {
  sandbox = await Sandbox.open('flap');
  client = new MessagingClient<Requests>({ ...optionsOf('guest'), database: false });
  await client.connect();
  const module = await Test.createTestingModule({
    imports: [
      MessagingModule.forRoot({
        ...optionsOf('kitchen'),
        requestPrefetch: PLACES,
        database: false,
      }),
    ],
    controllers: [Kitchen],
  })
    .setLogger(SILENT)
    .compile();
  app = module.createNestMicroservice({ strategy: module.get(AmqpStrategy) });
  await app.listen();
  await eventually('the kitchen to consume', () => app.get(AmqpStrategy).isConsuming);
});

afterAll(async () => {
  await app.close();
  await client.close();
  await sandbox.close(sandbox.topology('kitchen'));
});

test('given requests that wait for their turn, when the connection is lost, then what the broker gives again is not done twice', async () => {
  const strategy = app.get(AmqpStrategy);
  const cups = Array.from({ length: PLACES + WAITING }, (_, cup) => cup);
  const all = Promise.allSettled(cups.map((cup) => client.ask('tea.brew', { cup })));
  await eventually('the others to wait', () => strategy.requestsWaiting === WAITING);
  // As when the broker goes: nothing public takes the connection away alone.
  const { broker } = strategy as unknown as { broker: { lose: (reason: string) => void } };
  broker.lose('the network flaps');
  await eventually('all to come again', () => strategy.requestsWaiting >= cups.length);
  release();
  const results = await all;
  expect(results.map(({ status }) => status)).toEqual(cups.map(() => 'fulfilled'));
  // What was given twice is carried out twice within this time.
  await sleep(500);
  const waited = brewed.filter((cup) => cup >= PLACES);
  expect(waited.toSorted((a, b) => a - b)).toEqual(cups.slice(PLACES));
});

import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, ValidationPipe, type INestMicroservice } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { IsInt } from 'class-validator';
import { eventually, Sandbox, SILENT } from '../../test/stack';
import { AmqpStrategy, MessageContext, MessagingClient, MessagingModule } from '../index';
import {
  RequestRefused,
  ServiceUnavailable,
  currentRequestId,
  runInRequestContext,
} from '../index';
import { deadLettersOf } from '../broker/topology';

jest.setTimeout(60_000);

class Brew {
  @IsInt()
  cups!: number;
}

const seen: string[] = [];
const counted: unknown[] = [];
const observe = (one: unknown): void => void counted.push(one);
let release: () => void = () => undefined;

@Controller()
class Kitchen {
  @MessagePattern('tea.brew')
  brew(@Payload() { cups }: Brew, @Ctx() context: MessageContext) {
    return { cups, requestId: currentRequestId(), type: context.type };
  }

  @MessagePattern('tea.refuse')
  refuse() {
    throw Object.assign(new Error('no'), { refusal: { code: 'NO_TEA', reason: 'empty' } });
  }

  @MessagePattern('tea.spill')
  spill() {
    throw new Error('spilt');
  }

  @MessagePattern('tea.reject')
  async reject() {
    await Promise.reject(Object.assign(new Error('no'), { refusal: { code: 'NO_TEA' } }));
  }

  @MessagePattern('tea.wait')
  async wait() {
    seen.push('waiting');
    await new Promise<void>((resolve) => (release = resolve));
    seen.push('waited');
    return {};
  }

  @MessagePattern('tea.note')
  note(@Payload() body: { note: string }) {
    seen.push(body.note);
    return null;
  }

  @EventPattern<string>('tea.drunk')
  async drunk(@Payload() _cup: object) {
    seen.push('drinking');
    await sleep(300);
    seen.push('drunk');
  }
}

interface Requests {
  'tea.brew': {
    request: { cups: number };
    reply: { cups: number; requestId: string; type: string };
  };
  'tea.refuse': { request: object; reply: null };
  'tea.spill': { request: object; reply: null };
  'tea.reject': { request: object; reply: null };
  'tea.wait': { request: object; reply: object };
  'tea.note': { request: { note: string }; reply: null };
  'tea.burn': { request: object; reply: null };
  'moon.visit': { request: object; reply: null };
}

const IN_TIME = { timeoutMs: 5_000 };
let sandbox: Sandbox;
let kitchen: INestMicroservice;
let client: MessagingClient<Requests>;
const ownerOf = (type: string): string => (type.startsWith('tea.') ? 'kitchen' : 'moon');

async function startKitchen(): Promise<INestMicroservice> {
  const options = { service: 'kitchen', amqpUrl: sandbox.amqpUrl, namespace: sandbox.name };
  const module = await Test.createTestingModule({
    imports: [MessagingModule.forRoot({ ...options, database: false, ownerOf, observe })],
    controllers: [Kitchen],
  })
    .setLogger(SILENT)
    .compile();
  const app = module.createNestMicroservice({ strategy: module.get(AmqpStrategy) });
  app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: false }));
  await app.listen();
  return app;
}

beforeAll(async () => {
  sandbox = await Sandbox.open('transport');
  kitchen = await startKitchen();
  const options = { service: 'guest', amqpUrl: sandbox.amqpUrl, namespace: sandbox.name };
  client = new MessagingClient<Requests>({ ...options, database: false, ownerOf });
  await client.connect();
});

beforeEach(() => (seen.length = counted.length = 0));

afterAll(async () => {
  await client.close();
  await kitchen.close();
  await sandbox.close(sandbox.topology('kitchen'));
});

describe('a request', () => {
  test('given an answer, then the asker has it, and the request id went along', async () => {
    const reply = await runInRequestContext({ requestId: 'r-1' }, () =>
      client.ask('tea.brew', { cups: 2 }, IN_TIME),
    );
    expect(reply).toEqual({ cups: 2, requestId: 'r-1', type: 'tea.brew' });
  });

  test('given a refusal, then the asker has it whole', async () => {
    const refused = client.ask('tea.refuse', {}, IN_TIME);
    await expect(refused).rejects.toThrow(RequestRefused);
    await expect(refused).rejects.toMatchObject({ refusal: { code: 'NO_TEA', reason: 'empty' } });
  });

  test('given a handler that refuses after a while, then the asker has it too', async () => {
    const refused = client.ask('tea.reject', {}, IN_TIME);
    await expect(refused).rejects.toMatchObject({ refusal: { code: 'NO_TEA' } });
  });

  test('given a handler that failed, then the outcome is unknown', async () => {
    const failed = client.ask('tea.spill', {}, IN_TIME);
    await expect(failed).rejects.toMatchObject({ service: 'kitchen', reason: 'outcome unknown' });
  });

  test('given a body of the wrong type or an unknown type, then it is refused by name, and no copy is kept', async () => {
    const invalid = client.ask('tea.brew', { cups: Number.NaN }, IN_TIME);
    const errors = ['cups must be an integer number'];
    await expect(invalid).rejects.toMatchObject({ refusal: { code: 'VALIDATION_FAILED', errors } });
    const unknown = client.ask('tea.burn', {}, IN_TIME);
    await expect(unknown).rejects.toMatchObject({ refusal: { code: 'VALIDATION_FAILED' } });
    const code = 'VALIDATION_FAILED';
    expect(counted).toMatchObject([
      { type: 'tea.brew', outcome: 'refused', code },
      { type: 'tea.burn', outcome: 'refused', code },
    ]);
    expect(await sandbox.depth(deadLettersOf(sandbox.topology('kitchen').requests))).toBe(0);
  });

  test('given one that is not well formed and that nobody waits for, then it is kept as a dead letter', async () => {
    const { requests } = sandbox.topology('kitchen');
    const deadLetters = deadLettersOf(requests);
    const properties = { type: 'tea.brew', correlationId: 'by-hand', expiration: '5000' };
    await sandbox.withChannel((channel) =>
      Promise.resolve(channel.sendToQueue(requests, Buffer.from('{"cups":"two"}'), properties)),
    );
    await eventually('the dead letter', async () => (await sandbox.depth(deadLetters)) === 1);
    const [letter] = await sandbox.takeAll(deadLetters);
    expect(letter?.properties['correlationId']).toBe('by-hand');
  });

  test('given nobody with that queue, then it fails at once', async () => {
    const startedAt = performance.now();
    await expect(client.ask('moon.visit', {}, IN_TIME)).rejects.toThrow(ServiceUnavailable);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  test('given no answer by the deadline, then the asker gives up', async () => {
    const late = client.ask('tea.wait', {}, { timeoutMs: 200 });
    await expect(late).rejects.toMatchObject({ reason: 'deadline' });
    release();
  });

  test('given a callee whose clock is an hour ahead, then it answers all the same', async () => {
    const asked = client.ask('tea.brew', { cups: 1 }, IN_TIME);
    // The asker has sent it; whoever reads the clock from now on is the callee.
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_000);
    await expect(asked)
      .resolves.toMatchObject({ cups: 1 })
      .finally(() => clock.mockRestore());
  });

  test('given a hundred at once, then each has its own answer', async () => {
    const cups = Array.from({ length: 100 }, (_, i) => i);
    const replies = await Promise.all(
      cups.map((n) => client.ask('tea.brew', { cups: n }, IN_TIME)),
    );
    expect(replies.map((reply) => reply.cups)).toEqual(cups);
  });
});

describe('a service that stops', () => {
  test('given work in flight, then it finishes that, and what comes later and is given up never runs', async () => {
    const answer = client.ask('tea.wait', {}, IN_TIME);
    await eventually('the handler to run', () => seen.includes('waiting'));
    await sandbox.withChannel(async (channel) => {
      const event = { type: 'tea.drunk', messageId: 'e1' };
      channel.publish(sandbox.topology('kitchen').exchange, 'tea.drunk', Buffer.from('{}'), event);
    });
    await eventually('the event to be handled', () => seen.includes('drinking'));
    const closed = kitchen.close();
    release();
    await expect(answer).resolves.toEqual({});
    await closed;
    expect(seen).toEqual(['waiting', 'drinking', 'waited', 'drunk']);

    const givenUp = client.ask('tea.note', { note: 'stale' }, { timeoutMs: 200 });
    await expect(givenUp).rejects.toMatchObject({ reason: 'deadline' });
    kitchen = await startKitchen();
    await client.ask('tea.note', { note: 'fresh' }, IN_TIME);
    expect(seen.filter((note) => note === 'stale' || note === 'fresh')).toEqual(['fresh']);
    expect(await sandbox.depth(sandbox.topology('kitchen').events)).toBe(0);
  });

  test('given its queue is deleted under it, then it declares and consumes again', async () => {
    const { requests, events } = sandbox.topology('kitchen');
    await sandbox.withChannel((channel) => channel.deleteQueue(requests));
    await eventually(
      'an answer',
      async () => {
        const reply = await client.ask('tea.brew', { cups: 1 }, { timeoutMs: 500 });
        return reply.cups === 1;
      },
      10_000,
    );
    await sandbox.withChannel((channel) => channel.deleteQueue(events));
    const strategy = kitchen.getTransportServer() as AmqpStrategy;
    await eventually('red', () => !strategy.isConsuming);
    await eventually('green', () => strategy.isConsuming, 10_000);
  });
});

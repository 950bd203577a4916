import {
  Catch,
  Controller,
  Get,
  Module,
  NotFoundException,
  ValidationPipe,
  type ArgumentsHost,
  type ExceptionFilter,
  type Type,
} from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { IsInt } from 'class-validator';
import { throwError, type Observable } from 'rxjs';
import { eventually, Sandbox, SILENT } from '../../test/stack';
import { AmqpStrategy, MessagingClient, MessagingModule } from '../index';

jest.setTimeout(60_000);

class Brew {
  @IsInt()
  cups!: number;
}

interface Requests {
  'tea.brew': { request: object; reply: { cups: number } };
  'tea.refuse': { request: object; reply: null };
  'tea.spill': { request: object; reply: null };
  'tea.reject': { request: object; reply: null };
  'tea.fail': { request: object; reply: null };
}

const refusal = () => Object.assign(new Error('no'), { refusal: { code: 'NO_TEA' } });

@Controller()
class Kitchen {
  @MessagePattern('tea.brew')
  brew(@Payload() { cups }: Brew) {
    return { cups };
  }

  @MessagePattern('tea.refuse')
  refuse() {
    throw refusal();
  }

  @MessagePattern('tea.spill')
  spill() {
    throw new Error('spilt');
  }

  @MessagePattern('tea.reject')
  async reject() {
    await Promise.reject(refusal());
  }

  @MessagePattern('tea.fail')
  async fail() {
    await Promise.reject(new Error('failed'));
  }

  @EventPattern<string>('tea.drunk')
  drunk(@Payload() _cup: object) {
    throw refusal();
  }
}

@Controller()
class Counter {
  @Get('cup')
  cup() {
    return { cups: 1 };
  }

  @Get('spill')
  spill() {
    throw new Error('spilt');
  }

  @Get('reject')
  async reject() {
    await Promise.reject(new NotFoundException('no tea'));
  }

  @Get('odd')
  odd() {
    // As libraries throw them that know of HTTP.
    throw Object.assign(new Error('a pot'), { expose: true, status: 418, statusCode: 418 });
  }
}

/** As the gateway has one: for HTTP, and giving back what is none. */
@Catch()
class Problems implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): Observable<never> | undefined {
    if (host.getType() !== 'http') return throwError(() => thrown);
    const reply = host
      .switchToHttp()
      .getResponse<{ status: (code: number) => { send: (body: object) => void } }>();
    reply.status(503).send({ problem: String(thrown) });
    return undefined;
  }
}

@Module({ providers: [{ provide: APP_FILTER, useClass: Problems }] })
class ProblemsModule {}

const IN_TIME = { timeoutMs: 5_000 };
const ownerOf = () => 'kitchen';
let sandbox: Sandbox;
let client: MessagingClient<Requests>;
const counted: unknown[] = [];

async function startHybrid(...more: Type[]): Promise<NestFastifyApplication> {
  const options = { service: 'kitchen', amqpUrl: sandbox.amqpUrl, namespace: sandbox.name };
  const observe = (one: unknown): void => void counted.push(one);
  const messaging = MessagingModule.forRoot({ ...options, database: false, ownerOf, observe });
  const module = await Test.createTestingModule({
    imports: [messaging, ...more],
    controllers: [Kitchen, Counter],
  })
    .setLogger(SILENT)
    .compile();
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  app.useGlobalPipes(new ValidationPipe());
  app.connectMicroservice({ strategy: app.get(AmqpStrategy) }, { inheritAppConfig: true });
  await app.init();
  await app.startAllMicroservices();
  return app;
}

/** Nest without messages. */
async function startPlain(): Promise<NestFastifyApplication> {
  const module = await Test.createTestingModule({ controllers: [Counter] })
    .setLogger(SILENT)
    .compile();
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  return app.init();
}

async function answer(app: NestFastifyApplication, url: string): Promise<[number, unknown]> {
  const { statusCode, body } = await app.inject({ method: 'GET', url });
  return [statusCode, JSON.parse(body)];
}

beforeAll(async () => {
  sandbox = await Sandbox.open('hybrid');
  const options = { service: 'guest', amqpUrl: sandbox.amqpUrl, namespace: sandbox.name };
  client = new MessagingClient<Requests>({ ...options, database: false, ownerOf });
  await client.connect();
});

afterAll(async () => {
  await client.close();
  await sandbox.close(sandbox.topology('kitchen'));
});

describe.each<[string, Type[]]>([
  ['with no filter of its own', []],
  ['with a filter of its own for HTTP', [ProblemsModule]],
])('the messages of a process that speaks HTTP too, %s', (_what, more) => {
  let app: NestFastifyApplication;
  beforeAll(async () => (app = await startHybrid(...more)));
  beforeEach(() => (counted.length = 0));
  afterAll(() => app.close());

  test('given an answer, then the asker has it', async () => {
    await expect(client.ask('tea.brew', { cups: 2 }, IN_TIME)).resolves.toEqual({ cups: 2 });
  });

  test.each(['tea.refuse', 'tea.reject'] as const)(
    'given a refusal by %s, then the asker has it',
    async (type) => {
      const refused = client.ask(type, {}, IN_TIME);
      await expect(refused).rejects.toMatchObject({ refusal: { code: 'NO_TEA' } });
    },
  );

  test.each(['tea.spill', 'tea.fail'] as const)(
    'given a failure of %s, then the outcome is unknown',
    async (type) => {
      const failed = client.ask(type, {}, IN_TIME);
      await expect(failed).rejects.toMatchObject({ reason: 'outcome unknown' });
    },
  );

  test('given a body of the wrong type, then it is refused by name', async () => {
    const errors = ['cups must be an integer number'];
    const invalid = client.ask('tea.brew', { cups: 'two' }, IN_TIME);
    await expect(invalid).rejects.toMatchObject({ refusal: { code: 'VALIDATION_FAILED', errors } });
  });

  test('given an event that is refused, then it is a dead letter for that', async () => {
    await sandbox.withChannel((channel) => {
      const event = { type: 'tea.drunk', messageId: 'e1' };
      const { exchange } = sandbox.topology('kitchen');
      return Promise.resolve(channel.publish(exchange, 'tea.drunk', Buffer.from('{}'), event));
    });
    await eventually('its verdict', () => counted.length === 1);
    expect(counted).toMatchObject([{ outcome: 'dead-letter', reason: 'refused', code: 'NO_TEA' }]);
  });
});

describe('the HTTP of a process that takes messages', () => {
  const PATHS = ['/cup', '/spill', '/reject', '/odd', '/nowhere'];

  test('given no filter of its own, then it answers as Nest does by itself', async () => {
    const [app, plain] = [await startHybrid(), await startPlain()];
    for (const path of PATHS) expect(await answer(app, path)).toEqual(await answer(plain, path));
    expect(await answer(app, '/spill')).toEqual([
      500,
      { statusCode: 500, message: 'Internal server error' },
    ]);
    await app.close();
    await plain.close();
  });

  test('given a filter of its own, then that one answers', async () => {
    const app = await startHybrid(ProblemsModule);
    expect(await answer(app, '/cup')).toEqual([200, { cups: 1 }]);
    expect(await answer(app, '/spill')).toEqual([503, { problem: 'Error: spilt' }]);
    await app.close();
  });
});

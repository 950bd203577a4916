/** M1: a request by `MessagingClient`, a handler behind `AmqpStrategy`, as all services have them. */
import 'reflect-metadata';
import { AmqpStrategy, MessagingClient, MessagingModule } from '@demerit/messaging';
import { Controller, Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MessagePattern, Payload, type AsyncMicroserviceOptions } from '@nestjs/microservices';
import { keepInFlight, type Load } from '../contest/load';
import {
  checkEcho,
  echo,
  echoOf,
  type Echo,
  type EchoSettings,
  type Requester,
  type Responder,
} from './echo';

const TIMEOUT_MS = 10_000;
let answered = 0;

@Controller()
class EchoController {
  @MessagePattern('echo')
  echo(@Payload() body: Echo): Echo {
    answered += 1;
    return body;
  }
}

@Module({})
class EchoModule {
  static with(settings: EchoSettings): DynamicModule {
    const { service, ...options } = optionsOf(settings);
    return {
      module: EchoModule,
      imports: [MessagingModule.forRoot({ ...options, service })],
      controllers: [EchoController],
    };
  }
}

function optionsOf({ amqpUrl, queue, side }: EchoSettings) {
  const service = side === 'responder' ? 'echo' : 'asker';
  return { service, amqpUrl, namespace: queue, database: false, ownerOf: () => 'echo' };
}

async function respond(settings: EchoSettings): Promise<Responder> {
  const app = await NestFactory.createMicroservice<AsyncMicroserviceOptions>(
    EchoModule.with(settings),
    { ...AmqpStrategy.microservice, logger: ['warn', 'error'] },
  );
  await app.listen();
  return { answered: async () => answered };
}

async function request(settings: EchoSettings): Promise<Requester> {
  type Requests = { echo: { request: Echo; reply: Echo } };
  const client = new MessagingClient<Requests>(optionsOf(settings));
  await client.connect();
  return {
    drive: (load: Load) =>
      keepInFlight(load, async (index) => {
        const reply = await client.ask('echo', echoOf(index), { timeoutMs: TIMEOUT_MS });
        checkEcho(index, reply);
      }),
  };
}

echo({ respond, request });

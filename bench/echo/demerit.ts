/** M1: a request by `MessagingClient`, a handler behind `AmqpStrategy`, as all services have them. */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import {
  AmqpStrategy,
  ConfirmedPublisher,
  eventsExchange,
  MessagingClient,
  MessagingModule,
} from '@demerit/messaging';
import { Controller, Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  EventPattern,
  MessagePattern,
  Payload,
  type AsyncMicroserviceOptions,
} from '@nestjs/microservices';
import { BrokerConnection } from '../../libs/messaging/src/broker/connection';
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
const CONFIRM_TIMEOUT_MS = 10_000;
let answered = 0;
let taken = 0;

@Controller()
class EchoController {
  @MessagePattern('echo')
  echo(@Payload() body: Echo): Echo {
    answered += 1;
    return body;
  }

  @EventPattern('echoed')
  echoed(@Payload() { index }: Echo): void {
    if (index >= 0) taken += 1;
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
  return { answered: async () => answered, taken: async () => taken };
}

async function request(settings: EchoSettings): Promise<Requester> {
  type Requests = { echo: { request: Echo; reply: Echo } };
  const client = new MessagingClient<Requests>(optionsOf(settings));
  await client.connect();
  const exchange = eventsExchange({ namespace: settings.queue });
  const { promise: opened, resolve: open } = Promise.withResolvers<ConfirmedPublisher>();
  // As the relay of a service has it.
  new BrokerConnection('publisher', settings.amqpUrl, {
    open: async (broker, lose) =>
      open(new ConfirmedPublisher(await broker.createConfirmChannel(), CONFIRM_TIMEOUT_MS, lose)),
    lost: () => undefined,
  }).start();
  return {
    drive: (load: Load) =>
      keepInFlight(load, async (index) => {
        const reply = await client.ask('echo', echoOf(index), { timeoutMs: TIMEOUT_MS });
        checkEcho(index, reply);
      }),
    publish: async (load: Load) => {
      const publisher = await opened;
      return keepInFlight(load, (index) => {
        const content = Buffer.from(JSON.stringify(echoOf(index)));
        const properties = { type: 'echoed', messageId: randomUUID() };
        return publisher.publish(exchange, 'echoed', content, properties);
      });
    },
  };
}

echo({ respond, request });

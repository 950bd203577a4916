/** M1: Nest's own RabbitMQ transport with manual acknowledgement as its documentation shows it. */
import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ClientProxyFactory,
  Ctx,
  MessagePattern,
  Payload,
  RmqContext,
  Transport,
  type MicroserviceOptions,
  type RmqOptions,
} from '@nestjs/microservices';
import type { Channel, Message } from 'amqplib';
import { firstValueFrom } from 'rxjs';
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

let answered = 0;

@Controller()
class EchoController {
  @MessagePattern('echo')
  echo(@Payload() body: Echo, @Ctx() context: RmqContext): Echo {
    answered += 1;
    (context.getChannelRef() as Channel).ack(context.getMessage() as Message);
    return body;
  }
}

@Module({ controllers: [EchoController] })
class EchoModule {}

function optionsOf({ amqpUrl, queue, noDelay }: EchoSettings): NonNullable<RmqOptions['options']> {
  return {
    urls: [amqpUrl],
    queue,
    queueOptions: { durable: true },
    ...(noDelay && { socketOptions: { connectionOptions: { noDelay: true } } }),
  };
}

async function respond(settings: EchoSettings): Promise<Responder> {
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(EchoModule, {
    transport: Transport.RMQ,
    options: { ...optionsOf(settings), noAck: false },
    logger: ['warn', 'error'],
  });
  await app.listen();
  return { answered: async () => answered };
}

async function request(settings: EchoSettings): Promise<Requester> {
  const client = ClientProxyFactory.create({
    transport: Transport.RMQ,
    options: optionsOf(settings),
  });
  await client.connect();
  return {
    drive: (load: Load) =>
      keepInFlight(load, async (index) => {
        checkEcho(index, await firstValueFrom(client.send<Echo, Echo>('echo', echoOf(index))));
      }),
  };
}

echo({ respond, request });

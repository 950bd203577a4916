/**
 * A consumer that fault tests start as a process of its own and kill. Each effect is a row of its own, so
 * that a second one would be seen. Handles `counter.raised` once each and fails every `counter.cursed`.
 */
import 'reflect-metadata';
import { flushCompileCache } from 'node:module';
import { Controller, Inject, Module, ValidationPipe, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, Payload, type AsyncMicroserviceOptions } from '@nestjs/microservices';
import { getConnectionToken, MongooseModule } from '@nestjs/mongoose';
import { IsInt, IsString } from 'class-validator';
import type { Connection } from 'mongoose';
import { AmqpStrategy, Inbox, MessageContext, MessagingModule } from '../src/index';

class CounterRaised {
  @IsString()
  counter: string;

  @IsInt()
  by: number;
}

/** A row of the collection `effects`. */
export interface Effect {
  messageId: string;
  counter: string;
  by: number;
}

/** What a test tells its consumer. */
export interface ConsumerSettings {
  amqpUrl: string;
  mongoUrl: string;
  /** Namespace and database. */
  sandbox: string;
  prefetch: number;
  retryDelaysMs: number[];
}

@Controller()
class Counters {
  constructor(
    private readonly inbox: Inbox,
    @Inject(getConnectionToken()) private readonly connection: Connection,
  ) {}

  @EventPattern<string>('counter.raised')
  async raised(@Payload() { counter, by }: CounterRaised, @Ctx() { messageId }: MessageContext) {
    await this.inbox.process({ messageId }, async (session) => {
      const effect = { messageId, counter, by };
      await this.connection.collection<Effect>('effects').insertOne(effect, { session });
    });
  }

  @EventPattern<string>('counter.cursed')
  async cursed(@Payload() _body: object, @Ctx() { messageId, attempt }: MessageContext) {
    await this.connection.collection('attempts').insertOne({ messageId, attempt });
    throw new Error('always');
  }
}

@Module({})
class ConsumerModule {
  static with(settings: ConsumerSettings): DynamicModule {
    const { amqpUrl, mongoUrl, sandbox, prefetch, retryDelaysMs } = settings;
    const database = { dbName: sandbox, serverSelectionTimeoutMS: 2_000, autoIndex: false };
    const messaging = { service: 'consumer', amqpUrl, namespace: sandbox, prefetch, retryDelaysMs };
    return {
      module: ConsumerModule,
      imports: [
        MongooseModule.forRoot(mongoUrl, database),
        MessagingModule.forRoot({ ...messaging, database: true, ownerOf: () => 'nobody' }),
      ],
      controllers: [Counters],
    };
  }
}

async function main(settings: ConsumerSettings): Promise<void> {
  const app = await NestFactory.createMicroservice<AsyncMicroserviceOptions>(
    ConsumerModule.with(settings),
    { ...AmqpStrategy.microservice, logger: ['warn', 'error'] },
  );
  app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true }));
  app.enableShutdownHooks(['SIGTERM'], { useProcessExit: true });
  await app.listen();
  // A killed process would not leave its compiled code to the next one.
  flushCompileCache();
}

void main(JSON.parse(process.env['SETTINGS'] ?? '{}') as ConsumerSettings);

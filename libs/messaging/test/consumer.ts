/**
 * A consumer that fault tests start as a process of its own and kill. Each effect is a row of its own, so
 * that a second one would be seen. Handles `counter.raised` once each and fails every `counter.cursed`.
 */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { flushCompileCache } from 'node:module';
import { Controller, Inject, Module, ValidationPipe, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, Payload, type AsyncMicroserviceOptions } from '@nestjs/microservices';
import { getConnectionToken, MongooseModule } from '@nestjs/mongoose';
import { IsInt, IsString } from 'class-validator';
import type { Connection, Model } from 'mongoose';
import {
  AmqpStrategy,
  closed,
  collection,
  Inbox,
  insertOnce,
  MessageContext,
  MessagingModule,
  t,
  type Static,
} from '../src/index';

class CounterRaised {
  @IsString()
  counter: string;

  @IsInt()
  by: number;
}

/** Its id is of each application, so that nothing hides a second one of the same message. */
const effectDocument = closed({
  _id: t.String(),
  messageId: t.String(),
  counter: t.String(),
  by: t.Integer(),
});
export type Effect = Static<typeof effectDocument>;

const EFFECTS = collection('effects', effectDocument);

/** What a test tells its consumer. */
export interface ConsumerSettings {
  amqpUrl: string;
  mongoUrl: string;
  /** Namespace and database. */
  sandbox: string;
  prefetch: number;
  retryDelaysMs: number[];
  /** Whether what is there at the same time shares a transaction. */
  together?: boolean;
}

const TOGETHER = 'TOGETHER';

@Controller()
class Counters {
  private readonly effects: Model<Effect>;

  constructor(
    private readonly inbox: Inbox,
    @Inject(getConnectionToken()) private readonly connection: Connection,
    @Inject(TOGETHER) private readonly together: boolean,
  ) {
    this.effects = connection.model<Effect>(EFFECTS.name, EFFECTS.schema);
  }

  @EventPattern<string>('counter.raised')
  async raised(@Payload() { counter, by }: CounterRaised, @Ctx() { messageId }: MessageContext) {
    const process = this.together ? 'processTogether' : 'process';
    await this.inbox[process]({ messageId }, async (session) => {
      const effect = { _id: randomUUID(), messageId, counter, by };
      await insertOnce(this.effects, [effect], session);
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
    const { amqpUrl, mongoUrl, sandbox, prefetch, retryDelaysMs, together = false } = settings;
    const asIs = { autoIndex: false, autoCreate: false };
    const database = { dbName: sandbox, serverSelectionTimeoutMS: 2_000, ...asIs };
    const messaging = { service: 'consumer', amqpUrl, namespace: sandbox, prefetch, retryDelaysMs };
    return {
      module: ConsumerModule,
      imports: [
        MongooseModule.forRoot(mongoUrl, database),
        MessagingModule.forRoot({ ...messaging, database: true, ownerOf: () => 'nobody' }),
      ],
      controllers: [Counters],
      providers: [{ provide: TOGETHER, useValue: together }],
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

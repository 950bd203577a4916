import './environment';
import { AmqpStrategy } from '@demerit/messaging';
import { validationPipe } from '@demerit/platform';
import { BadRequestException } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { lastValueFrom, type Observable } from 'rxjs';
import { GatewayModule } from '../src/gateway.module';

describe('the messages of the gateway', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    const options = { logger: false as const };
    app = await NestFactory.create(GatewayModule, new FastifyAdapter(), options);
    app.useGlobalPipes(validationPipe());
  }, 30_000);
  afterAll(() => app.close());

  it('that fail are judged by what was thrown, and not by what HTTP would answer', async () => {
    const strategy = app.get(AmqpStrategy, { strict: false });
    app.connectMicroservice({ strategy }, { inheritAppConfig: true });
    const moved = strategy.getHandlerByPattern('clock.moved');
    const came = (await moved?.({ offsetMs: 'x' })) as Observable<unknown>;
    await expect(lastValueFrom(came)).rejects.toThrow(BadRequestException);
  });
});

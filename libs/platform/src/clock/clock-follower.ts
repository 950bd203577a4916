import { setTimeout as pause } from 'node:timers/promises';
import { ClockState, type Requests } from '@demerit/contracts';
import { MessagingClient, runInRequestContext } from '@demerit/messaging';
import {
  Controller,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type Type,
} from '@nestjs/common';
import { EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { ServiceConfig } from '../config/config';
import { DomainClock } from './domain-clock';
import { newId } from '../ids/ids';

const RETRY_MS = 500;
/** A move reaches one replica of a service by request and event; the others learn of it here. */
const REFRESH_MS = 5_000;

/** Learns the sandbox offset from identity at start, however long identity is away, and asks again now and then. */
@Injectable()
export class ClockFollower implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ClockFollower.name);
  private readonly stopping = new AbortController();

  constructor(
    private readonly config: ServiceConfig,
    private readonly clock: DomainClock,
    private readonly client: MessagingClient<Requests>,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.sandbox)
      void runInRequestContext({ requestId: newId('clock') }, () => this.follow());
  }

  onModuleDestroy(): void {
    this.stopping.abort();
  }

  private async follow(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const waitMs = (await this.learn()) ? REFRESH_MS : RETRY_MS;
      await pause(waitMs, undefined, { signal: this.stopping.signal, ref: false }).catch(
        () => undefined,
      );
    }
  }

  private async learn(): Promise<boolean> {
    try {
      const { offsetMs, version } = await this.client.ask('clock.get', {});
      this.clock.setOffset(offsetMs, version);
      return true;
    } catch (error) {
      this.logger.debug({
        msg: 'identity does not answer the time yet',
        reason: String(error),
      });
      return false;
    }
  }
}

/** The two ways a move arrives; both end in one idempotent function. The gateway answers no requests and only receives the event. */
export function clockController(service: string): Type {
  @Controller()
  class ClockController {
    constructor(private readonly clock: DomainClock) {}

    @MessagePattern(`${service}.clock.move`)
    move(@Payload() { offsetMs, version }: ClockState): ClockState {
      return this.clock.setOffset(offsetMs, version);
    }

    @EventPattern('clock.moved')
    moved(@Payload() { offsetMs, version }: ClockState): void {
      this.clock.setOffset(offsetMs, version);
    }
  }
  return ClockController;
}

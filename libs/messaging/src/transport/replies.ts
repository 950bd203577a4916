import { Logger } from '@nestjs/common';
import type { Channel, ConsumeMessage } from 'amqplib';
import { crashPoint } from '../message/crash-points';
import { nameOf, textsOf } from '../message/incoming';
import type { Reply } from '../message/reply';
import { handledRequest, shedRequest, type Observe } from '../observe/observe';
import { illFormedBecause, replyTo, type Deliveries } from './delivery';

/** What came of a handler. */
export interface Outcome {
  value?: unknown;
  error?: unknown;
}

/** Answers requests: first the reply leaves, then the request is acknowledged. */
export class Replies {
  private readonly logger = new Logger(Replies.name);

  constructor(
    private readonly channel: Channel,
    private readonly deliveries: Deliveries,
    private readonly observe: Observe | undefined,
  ) {}

  async give(
    message: ConsumeMessage,
    { value, error }: Outcome,
    durationMs: number,
  ): Promise<void> {
    const reply: Reply = error === undefined ? { value } : replyTo(error);
    crashPoint('before-reply');
    this.send(message, reply);
    // Whoever has too much to do says so in its own log.
    if ('failure' in reply && reply.retryAfterSeconds === undefined) {
      this.logger.error({ msg: 'request failed', ...nameOf(message), error: describe(error) });
    }
    const { type, replyTo: asker } = textsOf(message.properties);
    const reason = illFormedBecause(error);
    const kept = asker === undefined ? reason : undefined;
    this.observe?.(handledRequest(type, reply, kept, durationMs));
    if (kept !== undefined) {
      this.logger.error({ msg: 'request is a dead letter', reason, ...nameOf(message) });
      await this.deliveries.keepRequest(message, kept);
    } else if (reason !== undefined) {
      this.logger.warn({ msg: 'request is not well formed', reason, ...nameOf(message) });
    }
    this.channel.ack(message);
  }

  /** There is too much to do; nothing of it was begun. */
  async shed(message: ConsumeMessage, retryAfterSeconds: number): Promise<void> {
    this.send(message, { failure: true, retryAfterSeconds });
    this.observe?.(shedRequest(textsOf(message.properties).type));
    this.channel.ack(message);
  }

  private send(message: ConsumeMessage, reply: Reply): void {
    const { replyTo: asker, correlationId } = textsOf(message.properties);
    if (asker === undefined) return;
    this.channel.publish('', asker, Buffer.from(JSON.stringify(reply)), { correlationId });
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

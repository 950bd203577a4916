import { Injectable } from '@nestjs/common';
import type { ConfirmedPublisher } from '@demerit/messaging';
import type { ConfirmChannel, GetMessage } from 'amqplib';
import { Broker, type QueueState, type ServiceQueue } from '../stores/broker';
import {
  isSelected,
  mustBeCopied,
  readDeadLetter,
  replayHeaders,
  type DeadLetter,
  type Selection,
} from './dead-letters.rules';
import { Failure, misused } from '../terminal/failure';

/** What to do with those selected; the others stay. */
export type Fate = 'keep' | 'replay' | 'drop';

export interface Taken {
  letter: DeadLetter;
  content: Buffer;
}

/** The queues in which messages end that nobody could handle. */
@Injectable()
export class DeadLetters {
  constructor(private readonly broker: Broker) {}

  async states(): Promise<QueueState[]> {
    const queues = this.broker.queues().filter(({ kind }) => kind === 'dead-letters');
    return this.broker.states(queues);
  }

  /** By its own name, or by the service whose events ended there. */
  queueNamed(name: string): ServiceQueue {
    const queues = this.broker.queues().filter(({ kind }) => kind === 'dead-letters');
    const found =
      queues.find(({ queue }) => queue === name) ??
      queues.find(
        ({ service, queue }) => service === name && queue.endsWith('.events.dead-letters'),
      );
    if (found) return found;
    const names = queues.map(({ queue }) => queue).join(', ');
    throw misused(`there is no dead letter queue ${name}; there are ${names}`);
  }

  /**
   * Goes through the letters that are there now, at most `limit` selected ones, and reports each. Nothing is lost on the way: a letter leaves
   * its queue only after its copy has been confirmed by the broker, and a command that dies leaves the letters where they were.
   */
  async go(
    { queue }: ServiceQueue,
    selection: Selection,
    fate: Fate,
    tell: (taken: Taken) => void,
    limit = Number.POSITIVE_INFINITY,
  ): Promise<number> {
    const channel = await this.broker.channel();
    const publisher = this.broker.publisher(channel);
    const kept: GetMessage[] = [];
    let selected = 0;
    try {
      const { messageCount } = await channel.checkQueue(queue);
      for (let seen = 0; seen < messageCount && selected < limit; seen += 1) {
        const message = await channel.get(queue, { noAck: false });
        if (message === false) break;
        const letter = readDeadLetter(propertiesOf(message));
        const isWanted = isSelected(letter, selection);
        if (isWanted) {
          selected += 1;
          tell({ letter, content: message.content });
        }
        if (!isWanted || fate === 'keep') kept.push(message);
        else await this.end(channel, publisher, message, queue, fate);
      }
      for (const message of kept) await putBack(channel, publisher, message, queue);
      return selected;
    } finally {
      await channel.close().catch(() => undefined);
    }
  }

  private async end(
    channel: ConfirmChannel,
    publisher: ConfirmedPublisher,
    message: GetMessage,
    queue: string,
    fate: 'replay' | 'drop',
  ): Promise<void> {
    if (fate === 'replay') {
      const headers = replayHeaders(propertiesOf(message).headers ?? {});
      const home = queue.replace(/\.dead-letters$/, '');
      await publisher.publish('', home, message.content, { ...copied(message), headers });
    }
    channel.ack(message);
  }
}

/** Where letters of requests end: nobody waits for their answers any more. */
export function refuseRequests({ queue }: ServiceQueue): void {
  if (queue.endsWith('.requests.dead-letters'))
    throw new Failure(
      `${queue} holds requests whose askers have given up: they are not replayed, a caller repeats with the same key; look at them, then purge`,
    );
}

async function putBack(
  channel: ConfirmChannel,
  publisher: ConfirmedPublisher,
  message: GetMessage,
  queue: string,
): Promise<void> {
  const headers = propertiesOf(message).headers ?? {};
  if (!mustBeCopied(headers)) {
    channel.nack(message, false, true);
    return;
  }
  await publisher.publish('', queue, message.content, { ...copied(message), headers });
  channel.ack(message);
}

function propertiesOf(message: GetMessage): {
  messageId?: string;
  correlationId?: string;
  type?: string;
  contentType?: string;
  headers?: Record<string, unknown>;
} {
  return message.properties;
}

function copied(message: GetMessage): { messageId?: string; type?: string; contentType?: string } {
  const { messageId, type, contentType } = propertiesOf(message);
  return {
    ...(messageId !== undefined && { messageId }),
    ...(type !== undefined && { type }),
    ...(contentType !== undefined && { contentType }),
  };
}

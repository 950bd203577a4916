import type { ConfirmChannel, Message, Options } from 'amqplib';
import { headersOf } from '../message/incoming';

/** The header by which a returned message is recognised; the correlation id belongs to its sender. */
const PUBLISH_ID = 'x-publish-id';

/** The broker did not take the message, so it is still ours. `unroutable`: no queue is bound for it. */
export class PublishFailed extends Error {
  constructor(
    message: string,
    readonly unroutable: boolean,
  ) {
    super(message);
    this.name = 'PublishFailed';
  }
}

/** Publishes so that success means: the broker has it, in a queue, on disk. */
export class ConfirmedPublisher {
  private readonly returned = new Set<string>();
  private count = 0;

  constructor(
    private readonly channel: ConfirmChannel,
    private readonly confirmTimeoutMs: number,
    private readonly lose: (reason: string) => void,
  ) {
    // The broker sends the return before the confirm, so the confirm's callback finds it here.
    channel.on('return', (message: Message) => {
      this.returned.add(String(headersOf(message)[PUBLISH_ID]));
    });
  }

  /** Whether there is a queue of this name, in which an empty message is then; not known to be gone, it is there. */
  async reaches(queue: string): Promise<boolean> {
    return this.publish('', queue, Buffer.of(), {}).then(
      () => true,
      (error: unknown) => !(error instanceof PublishFailed && error.unroutable),
    );
  }

  /** Rejects with `PublishFailed` when returned, refused, or not confirmed in time (then the connection is dropped). */
  publish(
    exchange: string,
    routingKey: string,
    content: Buffer,
    properties: Options.Publish,
  ): Promise<void> {
    this.count += 1;
    const publishId = String(this.count);
    return new Promise((resolve, reject) => {
      const fail = (why: string, unroutable = false): void =>
        reject(new PublishFailed(`${exchange}/${routingKey}: ${why}`, unroutable));
      const timer = setTimeout(() => {
        fail('not confirmed in time');
        this.lose('a confirm is missing');
      }, this.confirmTimeoutMs);
      const headers = { ...(properties.headers as object), [PUBLISH_ID]: publishId };
      const sent = { ...properties, headers, persistent: true, mandatory: true };
      try {
        this.channel.publish(exchange, routingKey, content, sent, (error: Error | null) => {
          clearTimeout(timer);
          const wasReturned = this.returned.delete(publishId);
          if (error !== null) fail(error.message);
          else if (wasReturned) fail('no queue is bound for it', true);
          else resolve();
        });
      } catch (error) {
        clearTimeout(timer);
        fail(error instanceof Error ? error.message : String(error));
      }
    });
  }
}

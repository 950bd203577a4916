import { BadRequestException, Logger } from '@nestjs/common';
import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import { crashPoint } from '../message/crash-points';
import { isDatabaseAway } from '../documents/database';
import { WrongDocument } from '../documents/check';
import { attemptOf, copyOf, headersOf, Malformed, nameOf } from '../message/incoming';
import type { ConfirmedPublisher } from '../broker/publisher';
import type { Reply } from '../message/reply';
import type { DeadLetterReason, Verdict } from '../message/verdict';
import { refusalOf, ServiceUnavailable } from '../message/refusals';
import { deadLetterKeyOf, type Topology } from '../broker/topology';

/** No handler is registered for the type. */
export class UnknownType extends Error {
  constructor(type: string) {
    super(`nobody here handles ${type}`);
    this.name = 'UnknownType';
  }
}

/**
 * The one place that decides; `error` is undefined after a success. A message that can never succeed is a dead letter after one delivery; a
 * database that is away is not the message's fault, so it is held; everything else climbs the ladder.
 */
export function verdictOn(error: unknown, attempt: number, retryDelaysMs: number[]): Verdict {
  if (error === undefined) return { kind: 'ack' };
  // Only a changed program writes another document.
  const reason = error instanceof WrongDocument ? 'wrong-document' : hopelessBecause(error);
  if (reason !== undefined) return { kind: 'dead-letter', reason };
  if (isDatabaseAway(error)) return { kind: 'hold' };
  const delayMs = retryDelaysMs[attempt - 1];
  if (delayMs === undefined) return { kind: 'dead-letter', reason: 'retries-used-up' };
  return { kind: 'retry', failures: attempt, delayMs };
}

/** What the asker of a request is told about an error; nobody retries a request but the asker. */
export function replyTo(error: unknown): Reply {
  const refusal = refusalOf(error);
  if (refusal !== undefined) return { refusal };
  if (error instanceof BadRequestException) {
    return { refusal: { code: 'VALIDATION_FAILED', errors: validationErrors(error) } };
  }
  if (error instanceof Malformed || error instanceof UnknownType) {
    return { refusal: { code: 'VALIDATION_FAILED', errors: [error.message] } };
  }
  // Whoever was asked on the way names the time, and it is passed on.
  if (error instanceof ServiceUnavailable && error.retryAfterSeconds !== undefined)
    return { failure: true, retryAfterSeconds: error.retryAfterSeconds };
  return { failure: true };
}

/**
 * Why a request should never have been sent. Whoever sent it is told, and no copy is kept, or anybody whose request comes through ill-formed could fill
 * a queue; where nobody waits for an answer, a dead letter says it. A refusal is an answer like any other.
 */
export function illFormedBecause(error: unknown): DeadLetterReason | undefined {
  const reason = hopelessBecause(error);
  return reason === 'refused' ? undefined : reason;
}

function hopelessBecause(error: unknown): DeadLetterReason | undefined {
  if (error instanceof Malformed) return 'malformed';
  if (error instanceof UnknownType) return 'unknown-type';
  if (error instanceof BadRequestException) return 'invalid';
  if (refusalOf(error) !== undefined) return 'refused';
  return undefined;
}

function validationErrors(error: BadRequestException): unknown {
  const response = error.getResponse();
  if (typeof response !== 'object') return [response];
  // A pipe that names its fields says so in `errors`; Nest's own has messages only.
  if ('errors' in response) return response.errors;
  return 'message' in response ? response.message : [response];
}

/** Carries verdicts out: first the broker has the copy, then the original is acked, never the other way round. */
export class Deliveries {
  private readonly logger = new Logger(Deliveries.name);

  constructor(
    private readonly channel: ConfirmChannel,
    private readonly publisher: ConfirmedPublisher,
    private readonly topology: Topology,
  ) {}

  async carryOut(message: ConsumeMessage, verdict: Verdict, error?: unknown): Promise<void> {
    if (verdict.kind === 'hold') return;
    if (verdict.kind === 'ack') {
      this.channel.ack(message);
      crashPoint('after-ack');
      return;
    }
    const facts = { ...nameOf(message), attempt: attemptOf(message), error: String(error) };
    if (verdict.kind === 'dead-letter') {
      this.logger.error({ msg: 'event is a dead letter', reason: verdict.reason, ...facts });
    } else {
      this.logger.warn({ msg: 'event failed, will be tried again', ...verdict, ...facts });
    }
    try {
      await this.passOn(message, verdict);
      this.channel.ack(message);
    } catch (failure) {
      this.logger.warn({ msg: 'event not passed on', ...facts, failure: String(failure) });
      // Not nack: RabbitMQ 4.3 would not count it towards the delivery limit, and it would spin.
      this.channel.reject(message, true);
    }
  }

  /** Keeps a copy of a request that should never have been sent, and that nobody can be told of. */
  async keepRequest(message: ConsumeMessage, reason: DeadLetterReason): Promise<void> {
    await this.toDeadLetters(message, this.topology.requests, reason);
  }

  private async passOn(
    message: ConsumeMessage,
    verdict: Extract<Verdict, { kind: 'retry' | 'dead-letter' }>,
  ): Promise<void> {
    if (verdict.kind === 'dead-letter') {
      await this.toDeadLetters(message, this.topology.events, verdict.reason);
      return;
    }
    const retry = this.topology.retries.find(({ delayMs }) => delayMs === verdict.delayMs);
    if (retry === undefined) throw new Error(`no retry queue for ${verdict.delayMs} ms`);
    const headers = { ...headersOf(message), 'x-attempt': verdict.failures };
    await this.publisher.publish('', retry.queue, message.content, copyOf(message, headers));
  }

  private async toDeadLetters(
    message: ConsumeMessage,
    queue: string,
    reason: DeadLetterReason,
  ): Promise<void> {
    const headers = { ...headersOf(message), 'x-dead-letter-reason': reason };
    await this.publisher.publish(
      this.topology.deadLetterExchange,
      deadLetterKeyOf(queue),
      message.content,
      copyOf(message, headers),
    );
  }
}

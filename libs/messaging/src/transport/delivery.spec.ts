import { BadRequestException } from '@nestjs/common';
import { illFormedBecause, replyTo, UnknownType, verdictOn } from './delivery';
import { WrongDocument } from '../documents/check';
import { Malformed } from '../message/incoming';
import { RequestRefused, ServiceUnavailable } from '../message/refusals';

const LADDER_MS = [1_000, 5_000];

function named(name: string, more: object = {}): Error {
  return Object.assign(new Error(name), { name, ...more });
}

describe('the verdict on an event', () => {
  test('given a handler that succeeded, then it is acked', () => {
    expect(verdictOn(undefined, 1, LADDER_MS)).toEqual({ kind: 'ack' });
  });

  test.each([
    ['malformed', new Malformed('not JSON')],
    ['unknown-type', new UnknownType('tea.made')],
    ['invalid', new BadRequestException(['points must be an integer'])],
    ['refused', new RequestRefused({ code: 'NOT_TODAY' })],
    ['refused', Object.assign(new Error('a rule of the service'), { refusal: { code: 'NO' } })],
    ['wrong-document', new WrongDocument('licences.points', 'Expected integer')],
  ])(
    'given a message that can never succeed (%s), then it is a dead letter at once',
    (reason, error) => {
      expect(verdictOn(error, 1, LADDER_MS)).toEqual({ kind: 'dead-letter', reason });
    },
  );

  test.each([
    [1, { kind: 'retry', failures: 1, delayMs: 1_000 }],
    [2, { kind: 'retry', failures: 2, delayMs: 5_000 }],
    [3, { kind: 'dead-letter', reason: 'retries-used-up' }],
    [99, { kind: 'dead-letter', reason: 'retries-used-up' }],
  ])('given a failure at attempt %i of a ladder of two, then %j', (attempt, verdict) => {
    expect(verdictOn(new Error('boom'), attempt, LADDER_MS)).toEqual(verdict);
  });

  test.each([
    named('MongoNetworkError'),
    named('MongooseServerSelectionError'),
    named('MongoServerError', { code: 91 }),
    named('TransactionTimedOut', { cause: named('MongoServerSelectionError') }),
    named('MongooseError', {
      message: 'Operation `inbox.insertOne()` buffering timed out after 1 ms',
    }),
  ])(
    'given a database that is away (%s), then the message is held and no attempt is used',
    (error) => {
      expect(verdictOn(error, 3, LADDER_MS)).toEqual({ kind: 'hold' });
    },
  );

  test.each([
    named('MongoServerError', { code: 11_000 }),
    named('MongoServerError', { code: 112 }),
    new ServiceUnavailable('ledger', 'deadline'),
    { refusal: 'not an object' },
    'a string',
    null,
  ])('given any other error (%p), then it is tried again', (error) => {
    expect(verdictOn(error, 1, LADDER_MS).kind).toBe('retry');
  });
});

describe('the answer to a request', () => {
  test('given a refusal, then the asker gets it whole, and it was well formed', () => {
    const error = new RequestRefused({
      code: 'LICENCE_LIMIT_REACHED',
      availableFrom: '2027-01-01',
    });
    expect(replyTo(error)).toEqual({ refusal: error.refusal });
    expect(illFormedBecause(error)).toBeUndefined();
  });

  test('given a body that validation refused, then the asker gets its messages, and it was not well formed', () => {
    const error = new BadRequestException(['points must be an integer']);
    const errors = ['points must be an integer'];
    expect(replyTo(error)).toEqual({ refusal: { code: 'VALIDATION_FAILED', errors } });
    expect(illFormedBecause(error)).toBe('invalid');
  });

  test('given a failure, then the asker learns that the outcome is unknown, and nothing of why', () => {
    expect(replyTo(new Error('password in here'))).toEqual({ failure: true });
  });

  test('given that a service asked on the way has too much to do, then the asker learns when to come again', () => {
    expect(replyTo(new ServiceUnavailable('ledger', 'too much to do', 3))).toEqual({
      failure: true,
      retryAfterSeconds: 3,
    });
    expect(replyTo(new ServiceUnavailable('ledger', 'deadline'))).toEqual({ failure: true });
  });

  test('given a document that is not as declared, then it is a failure like any other, and it was well formed', () => {
    const error = new WrongDocument('licences.points', 'Expected integer');
    expect(replyTo(error)).toEqual({ failure: true });
    expect(illFormedBecause(error)).toBeUndefined();
  });
});

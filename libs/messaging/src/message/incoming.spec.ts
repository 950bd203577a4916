import type { ConsumeMessage } from 'amqplib';
import { attemptOf, Malformed, readEvent, readRequest } from './incoming';

const NOTHING = {
  contentType: undefined,
  contentEncoding: undefined,
  headers: undefined,
  deliveryMode: undefined,
  priority: undefined,
  correlationId: undefined,
  replyTo: undefined,
  expiration: undefined,
  messageId: undefined,
  timestamp: undefined,
  type: undefined,
  userId: undefined,
  appId: undefined,
  clusterId: undefined,
};

function message(
  properties: Partial<ConsumeMessage['properties']>,
  body = '{"cups":2}',
): ConsumeMessage {
  const fields = {
    deliveryTag: 1,
    redelivered: false,
    exchange: '',
    routingKey: '',
    consumerTag: '',
  };
  return { content: Buffer.from(body), fields, properties: { ...NOTHING, ...properties } };
}

const EVENT = { messageId: 'm1', type: 'tea.made' };

describe('a body', () => {
  const nested = (levels: number): string => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);
  const listed = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
  const asking = { correlationId: 'c1', type: 'tea.brew', expiration: '5000' };

  test.each([nested, listed])('given one of 32 levels, then it is read', (of) => {
    expect(readEvent(message(EVENT, of(32))).payload).toEqual(JSON.parse(of(32)));
  });

  test.each([nested, listed])(
    'given one that is deeper, which would be too deep for whatever walks through it, then it is malformed',
    (of) => {
      for (const levels of [33, 50_000]) {
        expect(() => readEvent(message(EVENT, of(levels)))).toThrow(Malformed);
        expect(() => readRequest(message(asking, of(levels)))).toThrow(Malformed);
      }
    },
  );
});

describe('an event', () => {
  test('given all its headers, then the handler sees them', () => {
    const headers = {
      'x-request-id': 'r1',
      'x-key': 'pot',
      'x-seq': 7,
      'x-published-at': '2026-03-01T00:00:00.000Z',
      'x-attempt': 2,
    };
    const { context, payload } = readEvent(message({ ...EVENT, headers }));
    expect(payload).toEqual({ cups: 2 });
    expect(context).toMatchObject({
      messageId: 'm1',
      type: 'tea.made',
      requestId: 'r1',
      attempt: 3,
      key: 'pot',
      seq: 7,
      publishedAt: '2026-03-01T00:00:00.000Z',
    });
  });

  test('given no request id, then its own id follows the call', () => {
    expect(readEvent(message(EVENT)).context.requestId).toBe('m1');
  });

  test.each([
    ['no message id', message({ type: 'tea.made' })],
    ['no type', message({ messageId: 'm1' })],
    ['broken JSON', message(EVENT, '{"cups":')],
  ])('given %s, then it is malformed', (_, broken) => {
    expect(() => readEvent(broken)).toThrow(Malformed);
  });

  test('given a forged count of attempts, then it is the first', () => {
    expect(attemptOf(message({ ...EVENT, headers: { 'x-attempt': 'many' } }))).toBe(1);
    expect(attemptOf(message({ ...EVENT, headers: { 'x-attempt': -5 } }))).toBe(1);
  });
});

test('a request that does not expire is malformed', () => {
  const asked = { correlationId: 'c1', type: 'tea.make' };
  expect(() => readRequest(message(asked))).toThrow(Malformed);
  expect(() => readRequest(message({ ...asked, expiration: 'soon' }))).toThrow(Malformed);
  const { context } = readRequest(message({ ...asked, expiration: '12' }));
  expect(context).toMatchObject({ messageId: 'c1', requestId: 'c1', timeoutMs: 12 });
});

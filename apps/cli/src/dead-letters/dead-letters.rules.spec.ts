import { isSelected, mustBeCopied, readDeadLetter, replayHeaders } from './dead-letters.rules';

const headers = {
  'x-request-id': 'req_1',
  'x-key': 'hnd_1',
  'x-seq': 3,
  'x-published-at': '2026-11-22T10:00:00.000Z',
  'x-attempt': 5,
  'x-dead-letter-reason': 'retries-used-up',
  'x-death': [{ reason: 'delivery_limit' }],
  'x-first-death-reason': 'delivery_limit',
  'x-delivery-count': 21,
};
const properties = { messageId: 'm1', type: 'payment.settled', headers };

describe('a dead letter', () => {
  it('says who it is, why it is here and how often it was tried', () => {
    expect(readDeadLetter(properties)).toEqual({
      messageId: 'm1',
      type: 'payment.settled',
      reason: 'retries-used-up',
      failures: 5,
      key: 'hnd_1',
      requestId: 'req_1',
      publishedAt: '2026-11-22T10:00:00.000Z',
    });
  });

  it('of the broker, for killing its consumers, says so; one that lacks everything is shown all the same', () => {
    const { 'x-dead-letter-reason': _, ...byBroker } = headers;
    expect(readDeadLetter({ ...properties, headers: byBroker }).reason).toBe('delivery_limit');
    expect(readDeadLetter({})).toEqual({ messageId: '?', type: '?', reason: '?', failures: 0 });
  });

  it('of a request goes by its correlation id', () => {
    expect(readDeadLetter({ correlationId: 'cor_1', type: 'points.reserve' })).toMatchObject({
      messageId: 'cor_1',
      type: 'points.reserve',
    });
  });

  it('of a stranger, empty where it should say who it is, tells only what is text', () => {
    const strange = { 'x-key': '', 'x-request-id': 7, 'x-attempt': '5' };
    expect(readDeadLetter({ messageId: '', correlationId: 9, type: '', headers: strange })).toEqual(
      { messageId: '?', type: '?', reason: '?', failures: 0 },
    );
  });

  it('is chosen by id, by type, or by neither', () => {
    const letter = readDeadLetter(properties);
    expect(isSelected(letter, {})).toBe(true);
    expect(isSelected(letter, { id: 'm1', type: 'payment.settled' })).toBe(true);
    expect(isSelected(letter, { id: 'm2' })).toBe(false);
    expect(isSelected(letter, { id: 'm1', type: 'points.recorded' })).toBe(false);
  });

  it('replayed begins its tries anew and keeps what tells who it is', () => {
    expect(replayHeaders(headers)).toEqual({
      'x-request-id': 'req_1',
      'x-key': 'hnd_1',
      'x-seq': 3,
      'x-published-at': '2026-11-22T10:00:00.000Z',
    });
  });

  it('put back often is copied before the broker would drop it', () => {
    expect(mustBeCopied({ 'x-delivery-count': 9 })).toBe(false);
    expect(mustBeCopied({ 'x-delivery-count': 10 })).toBe(true);
    expect(mustBeCopied({})).toBe(false);
  });
});

import type { ConsumeMessage } from 'amqplib';
import { eventLine } from './events';

const message = (type: string | undefined, body: string, headers: Record<string, string> = {}) => ({
  properties: { type, headers } as ConsumeMessage['properties'],
  content: Buffer.from(body),
});

describe('an event as one line', () => {
  it('shows type, ids and request, and nothing else of its body', () => {
    const body = JSON.stringify({ handlingId: 'hdl_1', points: 3, orderId: null, reason: 'x' });
    const line = eventLine(message('violation.decided', body, { 'x-request-id': 'r-1' }));
    expect(line.slice(12)).toBe(
      `  ${'violation.decided'.padEnd(28)}  handlingId=hdl_1  request r-1`,
    );
  });

  it('shows what cannot be read as such', () => {
    expect(eventLine(message(undefined, 'no json')).slice(12)).toBe(
      `  ${'(no type)'.padEnd(28)}  (not JSON)  no request id`,
    );
  });
});

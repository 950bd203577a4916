import { setImmediate as turn } from 'node:timers/promises';
import { lanesOf, sendLanes } from './lanes';
import type { OutboxDocument } from './outbox';

function row(key: string, seq: number, _id = `${key}${seq}`): OutboxDocument {
  const createdAt = new Date(0);
  const fixed = { type: 'tea.made', payload: {}, headers: {}, createdAt, publishedAt: null };
  return { _id, key, seq, attempts: 0, ...fixed };
}

const GO_ON = { inFlight: 64, goOn: () => true };

describe('lanes', () => {
  test('given rows in any order, then each key is a lane by seq, and within one version by id', () => {
    const lanes = lanesOf([
      row('b', 2),
      row('a', 10),
      row('b', 1, 'z'),
      row('a', 9),
      row('b', 1, 'y'),
    ]);
    const ids = lanes.map(({ key, rows }) => [key, rows.map(({ _id }) => _id)]);
    expect(ids).toEqual([
      ['b', ['y', 'z', 'b2']],
      ['a', ['a9', 'a10']],
    ]);
  });

  test('given a failing row, then its lane stops there and the others go on', async () => {
    const sentInOrder: string[] = [];
    const { sent, failures } = await sendLanes(
      lanesOf([row('a', 1), row('a', 2), row('a', 3), row('b', 1), row('b', 2)]),
      async ({ _id }) => {
        await turn();
        if (_id === 'a2') throw new Error('returned');
        sentInOrder.push(_id);
      },
      GO_ON,
    );
    expect(sent.toSorted()).toEqual(['a1', 'b1', 'b2']);
    expect(failures.map((failure) => failure.row._id)).toEqual(['a2']);
    expect(sentInOrder).not.toContain('a3');
  });

  test('given many keys, then no more than allowed are in flight, and one key never twice', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => row(`k${i % 100}`, i));
    const inFlight = new Set<string>();
    let most = 0;
    const { sent } = await sendLanes(
      lanesOf(rows),
      async ({ key }) => {
        expect(inFlight.has(key)).toBe(false);
        inFlight.add(key);
        most = Math.max(most, inFlight.size);
        await turn();
        inFlight.delete(key);
      },
      { inFlight: 7, goOn: () => true },
    );
    expect(sent).toHaveLength(300);
    expect(most).toBe(7);
  });

  test('given a lease that ends midway, then nothing more is sent and nothing counts as failed', async () => {
    let left = 2;
    const result = await sendLanes(
      lanesOf([row('a', 1), row('a', 2), row('a', 3)]),
      async () => {
        left -= 1;
      },
      { inFlight: 64, goOn: () => left > 0 },
    );
    expect(result).toEqual({ sent: ['a1', 'a2'], failures: [] });
  });
});

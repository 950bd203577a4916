import { OwnerMessagesStore } from './owner-messages.store';

it('§1.retention.kinds: how often an owner was sent word is kept for 30 Shanghai days', async () => {
  const asked: unknown[] = [];
  const rows = {
    find: (filter: unknown) => {
      asked.push(filter);
      return { limit: () => ({ lean: () => Promise.resolve([{ _id: 'key_1' }]) }) };
    },
    deleteMany: (filter: unknown) => {
      asked.push(filter);
      return Promise.resolve({ deletedCount: 1 });
    },
  };
  const messages = new OwnerMessagesStore(rows as never);
  const portion = await messages.endBefore(new Date('2026-05-31T04:00:00Z'));
  expect(portion).toEqual({ ended: 1, more: false });
  const day = { $lt: '2026-05-01' };
  expect(asked).toEqual([{ day }, { day, _id: { $in: ['key_1'] } }]);
});

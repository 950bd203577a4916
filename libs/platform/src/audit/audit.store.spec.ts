import { AuditStore } from './audit.store';

it('§1.retention.kinds: that staff looked at something goes after 1 095 days, what they changed never', async () => {
  const asked: { act: { $in: string[] }; at: { $lt: Date } }[] = [];
  const deleted: unknown[] = [];
  const rows = {
    find: (filter: (typeof asked)[number]) => {
      asked.push(filter);
      return { limit: () => ({ lean: () => Promise.resolve([{ _id: 'aud_1' }]) }) };
    },
    deleteMany: (filter: unknown) => {
      deleted.push(filter);
      return Promise.resolve({ deletedCount: 1 });
    },
  };
  const audit = new AuditStore(rows as never, { now: () => new Date() } as never);
  const portion = await audit.endReadings(new Date('2029-04-30T04:00:00Z'));
  expect(portion).toEqual({ ended: 1, more: false });
  expect(deleted).toEqual([{ _id: { $in: ['aud_1'] } }]);
  expect(asked[0]!.at.$lt).toEqual(new Date('2026-05-01T04:00:00Z'));
  for (const act of asked[0]!.act.$in) expect(act).toMatch(/\.(open|look-up|read)$/);
});

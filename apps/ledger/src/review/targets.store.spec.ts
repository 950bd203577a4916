import { createConnection, Query } from 'mongoose';
import type { TargetDocument } from './review.types';
import { TARGETS, TargetsStore } from './targets.store';

describe('the key review list', () => {
  it('is read by state and in the order of an index', async () => {
    const asked: Query<unknown, TargetDocument>[] = [];
    jest.spyOn(Query.prototype, 'exec').mockImplementation(async function (
      this: Query<unknown, TargetDocument>,
    ) {
      asked.push(this);
      return [];
    });
    const model = createConnection().model<TargetDocument>(TARGETS.name, TARGETS.schema);
    await new TargetsStore(model).page(20, 'krt_9');
    expect(asked[0]?.getFilter()).toEqual({ open: true, _id: { $lt: 'krt_9' } });
    expect(asked[0]?.getOptions().sort).toEqual({ _id: -1 });
    expect(TARGETS.schema.indexes()).toContainEqual([
      { open: 1, _id: -1 },
      expect.objectContaining({ name: 'list' }),
    ]);
  });
});

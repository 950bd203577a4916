import { createConnection, Schema, type Connection } from 'mongoose';
import { stackUnderTest } from '../../../../tools/dev/home/under-test';
import { openOptions, prepareDatabase } from './database';
import { indexDifferences } from './indexes';

jest.setTimeout(30_000);

const carSchema = new Schema(
  { plate: String, soldAt: Date, owner: String },
  { collection: 'cars' },
);
carSchema.index({ plate: 1 }, { name: 'plate', unique: true });
carSchema.index({ owner: 1, soldAt: -1 });
carSchema.index({ soldAt: 1 }, { name: 'sold', partialFilterExpression: { owner: null } });

describe('the indexes of a database', () => {
  let connection: Connection;
  const cars = () => connection.collection('cars');
  const differences = async () => (await indexDifferences(connection, true)).differences;

  beforeEach(async () => {
    connection = createConnection();
    connection.model('car', carSchema);
    await connection.openUri(stackUnderTest().mongoUrl, openOptions('indexes_under_test'));
    await connection.dropDatabase();
    await prepareDatabase(connection, true);
  });

  afterEach(async () => {
    await connection.dropDatabase();
    await connection.close();
  });

  it('are as wanted once they were made, those of messages too', async () => {
    const { collections, indexes, differences: none } = await indexDifferences(connection, true);
    expect(none).toEqual([]);
    expect([collections, indexes]).toEqual([5, 9]);
  });

  it('are all missing where there is no collection yet', async () => {
    await connection.dropDatabase();
    expect(await differences()).toHaveLength(9);
    expect(new Set((await differences()).map(({ what }) => what))).toEqual(new Set(['missing']));
  });

  it('differ where one is missing, one was made by hand, and one of messages lives longer', async () => {
    await cars().dropIndex('owner_1_soldAt_-1');
    await cars().createIndexes([{ key: { owner: 1 }, name: 'by_hand' }]);
    await connection.collection('inbox').dropIndex('ttl');
    await connection.collection('inbox').createIndexes([{ key: { at: 1 }, name: 'ttl' }]);
    expect(await differences()).toEqual([
      { collection: 'cars', index: 'owner_1_soldAt_-1', what: 'missing' },
      { collection: 'cars', index: 'by_hand', what: 'unexpected' },
      { collection: 'inbox', index: 'ttl', what: 'different' },
    ]);
  });

  it.each([
    ['unique no more', { plate: 1 } as const, { name: 'plate' }],
    ['of another field', { owner: 1 } as const, { name: 'plate', unique: true }],
    ['in another order', { plate: -1 } as const, { name: 'plate', unique: true }],
  ])('differ where one is %s', async (_what, key, options) => {
    await cars().dropIndex('plate');
    await cars().createIndexes([{ key, ...options }]);
    expect(await differences()).toEqual([
      { collection: 'cars', index: 'plate', what: 'different' },
    ]);
  });

  it('differ where the same one has another name, under which it cannot be made', async () => {
    await cars().dropIndex('plate');
    await cars().createIndexes([{ key: { plate: 1 }, name: 'old_name', unique: true }]);
    expect(await differences()).toEqual([
      { collection: 'cars', index: 'plate', what: 'missing' },
      { collection: 'cars', index: 'old_name', what: 'unexpected' },
    ]);
  });
});

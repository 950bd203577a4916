import { closed, collection, t } from '@demerit/messaging';
import { createConnection, type Connection } from 'mongoose';
import { stackUnderTest } from '../../../../tools/dev/home/under-test';
import { openOptions, prepareDatabase } from './database';
import { indexDifferences } from './indexes';

jest.setTimeout(30_000);

const CARS = collection(
  'cars',
  closed({ _id: t.String(), keeper: t.String(), proof: t.String() }),
  [{ name: 'keeper', key: { keeper: 1 } }],
  { keeper: 'proof', owner: 'keeper' },
);

describe('fields that an earlier version stored under other names', () => {
  let connection: Connection;
  const cars = () => connection.collection<{ _id: string; [field: string]: unknown }>('cars');

  beforeEach(async () => {
    connection = createConnection();
    connection.model(CARS.name, CARS.schema);
    await connection.openUri(stackUnderTest().mongoUrl, openOptions('renames_under_test'));
    await connection.dropDatabase();
  });

  afterEach(async () => {
    await connection.dropDatabase();
    await connection.close();
  });

  it('have the names of now before the first message, once, and the indexes are as wanted', async () => {
    await cars().insertMany([
      { _id: 'earlier', owner: 'Ann', keeper: 'proof of Ann' },
      { _id: 'of_now', keeper: 'Bob', proof: 'proof of Bob' },
    ]);
    await cars().createIndexes([{ name: 'keeper', key: { owner: 1 } }]);
    for (let start = 0; start < 2; start += 1) {
      await prepareDatabase(connection, false);
      expect(await cars().find().sort({ _id: 1 }).toArray()).toEqual([
        { _id: 'earlier', keeper: 'Ann', proof: 'proof of Ann' },
        { _id: 'of_now', keeper: 'Bob', proof: 'proof of Bob' },
      ]);
    }
    expect((await indexDifferences(connection, false)).differences).toEqual([]);
  });
});

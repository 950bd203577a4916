import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Double, Long, type Document } from 'mongodb';
import { stackUnderTest } from '../../../../tools/dev/home/under-test';
import { BackupCommand } from './backup.command';
import { Broker } from '../stores/broker';
import { CliConfig } from '../cli.config';
import { Databases, KEEPERS } from '../stores/databases';
import { RestoreCommand } from './restore.command';

jest.setTimeout(60_000);

describe('a backup, restored', () => {
  const name = randomUUID().slice(0, 6);
  const file = join(mkdtempSync(join(tmpdir(), 'backup-')), 'demerit.backup');
  const [from, to] = [databasesOf(`from-${name}`), databasesOf(`to-${name}`)];

  function databasesOf(databasePrefix: string): Databases {
    const config = Object.assign(new CliConfig(), {
      mongodbUrl: stackUnderTest().mongoUrl,
      databasePrefix,
    });
    return new Databases(config);
  }

  async function documents(databases: Databases): Promise<Document[]> {
    const rows = (await databases.of('ledger')).collection('rows');
    return rows.find({}, { promoteValues: false }).sort({ _id: 1 }).toArray();
  }

  async function collectionsOf(databases: Databases): Promise<number> {
    const lists = KEEPERS.map(async (service) => {
      const database = await databases.of(service);
      return (await database.listCollections().toArray()).length;
    });
    return (await Promise.all(lists)).reduce((sum, count) => sum + count, 0);
  }

  beforeAll(async () => {
    const rows = (await from.of('ledger')).collection<{ _id: string }>('rows');
    const many = Array.from({ length: 1_200 }, (_, at) => ({
      _id: `row-${String(at).padStart(5, '0')}`,
      amount: new Double(at),
      long: Long.fromNumber(at),
      // Long from now: what has expired, the database deletes whenever it looks, in one of the two and not yet in the other.
      at: new Date(4e12 + at),
      bytes: Buffer.from([at % 256]),
      nested: { list: [1, null, 'x'] },
    }));
    await rows.insertMany(many);
    await rows.createIndexes([
      { key: { amount: 1, at: -1 }, name: 'amount', unique: true },
      { key: { at: 1 }, name: 'ttl', expireAfterSeconds: 1e9 },
    ]);
    const broker = new Broker(
      Object.assign(new CliConfig(), { rabbitmqUrl: 'amqp://127.0.0.1:1' }),
    );
    await new BackupCommand(from, broker).run([file], { live: true });
  });

  afterAll(async () => {
    for (const databases of [from, to]) {
      for (const service of KEEPERS) await (await databases.of(service)).dropDatabase();
      await databases.onModuleDestroy();
    }
  });

  it('that is damaged touches nothing', async () => {
    const bytes = readFileSync(file);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(`${file}.damaged`, bytes);
    await expect(new RestoreCommand(to).run([`${file}.damaged`])).rejects.toThrow('damaged');
    expect(await collectionsOf(to)).toBe(0);
  });

  it('that cannot be finished leaves the databases empty', async () => {
    const broken = databasesOf(`to-${name}`);
    const of = broken.of.bind(broken);
    let asked = 0;
    broken.of = (service) => {
      asked += 1;
      // After it has looked and marked: while it puts in.
      const isAway = asked === 2 * KEEPERS.length + 1;
      return isAway ? Promise.reject(new Error('connection lost')) : of(service);
    };
    const restoring = new RestoreCommand(broken).run([file]);
    await expect(restoring).rejects.toThrow('connection lost; the databases are empty again');
    expect(await collectionsOf(to)).toBe(0);
    await broken.onModuleDestroy();
  });

  it('is the same to the type of each number, with its indexes; and never goes over what is there', async () => {
    await new RestoreCommand(to).run([file]);
    expect(await documents(to)).toEqual(await documents(from));
    const indexes = async (databases: Databases) => {
      const found = await (await databases.of('ledger')).collection('rows').indexes();
      return found.sort((one, other) => String(one.name).localeCompare(String(other.name)));
    };
    expect(await indexes(to)).toEqual(await indexes(from));
    expect(await collectionsOf(to)).toBe(await collectionsOf(from));
    await expect(new RestoreCommand(to).run([file])).rejects.toThrow('is not empty');
  });
});

import { databasesOpenedIn } from './readers';
import { APPS, programBelow, sourcesOf } from './tree';

/** Programs of a service, which open its database and no other. */
const WITNESSES = ['apps/ledger/src/verification/verify.ts', 'apps/payments/src/money.ts'];

/** A service reads its own database, which platform opens; a program of its own by `witness`. What copies all of them, and what looks whether they are well, says so in docs/operations/commands.md. */
const OPENING = [
  'apps/cli/src/archive/backup.command.ts',
  'apps/cli/src/archive/restore.command.ts',
  'apps/cli/src/cli.module.ts',
  'apps/cli/src/services/doctor.command.ts',
  'apps/cli/src/stores/databases.ts',
  ...WITNESSES,
  // Mends a class of the driver that the driver does not hand out.
  'libs/platform/src/database/closed-connections.ts',
  'libs/platform/src/database/witness.ts',
  'libs/platform/src/platform.module.ts',
];

describe('a database has one reader, its service', () => {
  const opened = (code: string): string[] => databasesOpenedIn({ path: 'made-up.ts', text: code });

  it.each([
    "import { MongoClient } from 'mongodb';",
    "import { MongoClient as Client, type Db } from 'mongodb';",
    "import { createConnection } from 'mongoose';",
    "import mongoose from 'mongoose';",
    "import * as driver from 'mongodb';",
    "import driver = require('mongodb');",
    "export { MongoClient } from 'mongodb';",
    "const { MongoClient } = await import('mongodb');",
    'new mongo.MongoClient(url);',
    "const other = connection.useDb('demerit_ledger');",
    "const other = client.db('demerit_ledger');",
    'MongooseModule.forRoot(url);',
    'mongoose.createConnection(url);',
    "import { Databases } from '../stores/databases';",
    "import { Mongoose } from 'mongoose';",
    'new mongo.Mongoose();',
    "new mongo['MongoClient'](url);",
    "const other = client['db']('demerit_ledger');",
    "import { createRequire } from 'node:module';",
    'const load = module.createRequire(__filename);',
    "spawnSync('mongosh', ['--eval', script]);",
    'execSync(`mongodump --db demerit_ledger`);',
    "import { witness } from '@demerit/platform';",
  ])('and is opened nowhere else: %s', (code) => {
    expect(opened(code)).toHaveLength(1);
    expect(opened(code)[0]).toContain('made-up.ts:1 ');
  });

  it.each([
    "import type { MongoClient } from 'mongodb';",
    "import { BSON, type Db } from 'mongodb';",
    "import { mongo, Schema, type Connection } from 'mongoose';",
    "import { KEEPERS } from '../stores/databases';",
    "this.model.db.collection('licences');",
    "const url = 'mongodb://127.0.0.1';",
    'await import("./mongo");',
  ])('which may say: %s', (code) => {
    expect(opened(code)).toEqual([]);
  });

  it('and is opened by these alone', () => {
    const libraries = ['contracts', 'messaging', 'platform'];
    const sources = [
      ...APPS.flatMap(sourcesOf),
      ...libraries.flatMap((library) => programBelow(`libs/${library}/src`)),
    ];
    expect(sources.length).toBeGreaterThan(300);
    const opening = sources.filter((source) => databasesOpenedIn(source).length > 0);
    expect(opening.map(({ path }) => path).toSorted()).toEqual(OPENING);
  });

  it.each(WITNESSES)('and by a program of its own: %s', (path) => {
    const [, app = ''] = path.split('/');
    const { text } = sourcesOf(app).find((source) => source.path === path)!;
    expect(text).toMatch(new RegExp(`^void witness\\('[\\w ]+', '${app}', `, 'm'));
  });
});

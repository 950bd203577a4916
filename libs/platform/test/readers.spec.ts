import { databasesOpenedIn } from './readers';
import { APPS, programBelow, sourcesOf } from './tree';

/** A service reads its own database, which platform opens; a program of its own by `witness`. What copies all of them, and what looks whether they are well, says so in docs/operations/commands.md. */
const OPENING = [
  'apps/cli/src/archive/backup.command.ts',
  'apps/cli/src/archive/restore.command.ts',
  'apps/cli/src/cli.module.ts',
  'apps/cli/src/services/doctor.command.ts',
  'apps/cli/src/stores/databases.ts',
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
});

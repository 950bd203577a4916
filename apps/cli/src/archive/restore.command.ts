import { resolve } from 'node:path';
import { BSON, type Collection, type Db, type Document, type IndexDescription } from 'mongodb';
import { Command, CommandRunner } from 'nest-commander';
import { checkArchive, readArchive, type CollectionBegin, type Frame } from './archive';
import { Databases, KEEPERS, type Keeper } from '../stores/databases';
import { Failure, reasonOf } from '../terminal/failure';
import { interruption } from '../terminal/interruption';
import { print, Progress } from '../terminal/output';

const BATCH = 500;
const BATCH_BYTES = 4 * 1024 * 1024;
/** Stands in a database that is being restored, for whoever finds it after the command was killed. */
export const UNFINISHED = 'restore_unfinished';

/** As they were: a number that was a double stays one. */
const AS_STORED = {
  promoteValues: false,
  promoteLongs: false,
  promoteBuffers: false,
  bsonRegExp: true,
};

@Command({
  name: 'restore',
  arguments: '<file>',
  argsDescription: { file: 'as `demerit backup` made it' },
  description:
    'Put a backup into empty databases (of DATABASE_PREFIX), after its checksum agreed; whatever goes wrong, they are empty again. Services must be stopped',
})
export class RestoreCommand extends CommandRunner {
  private batch: Document[] = [];
  private batchBytes = 0;

  constructor(private readonly databases: Databases) {
    super();
  }

  async run([name = '']: string[]): Promise<void> {
    const file = resolve(name);
    const signal = interruption();
    await checkArchive(file);
    await this.refuseUnlessEmpty();
    try {
      for (const service of KEEPERS) {
        await (await this.databases.of(service)).createCollection(UNFINISHED);
      }
      const { collections, documents } = await this.restore(readArchive(file), signal);
      for (const service of KEEPERS)
        await (await this.databases.of(service)).dropCollection(UNFINISHED);
      print(`${documents} documents of ${collections} collections are restored from ${file}`);
    } catch (error) {
      const state = await this.clearUp();
      const exitCode = signal.aborted ? 130 : 1;
      const what = signal.aborted ? 'interrupted' : reasonOf(error);
      throw new Failure(`${what}; ${state}`, exitCode, { cause: error });
    }
  }

  private async refuseUnlessEmpty(): Promise<void> {
    for (const service of KEEPERS) {
      const database = await this.databases.of(service);
      const found = await database.listCollections({}, { nameOnly: true }).toArray();
      if (found.length === 0) continue;
      const name = this.databases.nameOf(service);
      throw new Failure(
        found.some((collection) => collection.name === UNFINISHED)
          ? `${name} is left from a restore that was killed: drop the databases of this prefix, then restore`
          : `${name} is not empty; nothing was touched. Drop the databases, or restore beside them under another DATABASE_PREFIX`,
      );
    }
  }

  private async restore(frames: AsyncIterable<Frame>, signal: AbortSignal) {
    const counted = { collections: 0, documents: 0 };
    const progress = new Progress();
    let at: { begin: CollectionBegin; collection: Collection } | undefined;
    for await (const frame of frames) {
      signal.throwIfAborted();
      if (frame.kind === 'D') {
        if (!at) throw new Failure('a document before its collection');
        counted.documents += 1;
        await this.add(at.collection, frame.document);
        progress.at(() => `${counted.documents} documents so far`);
        continue;
      }
      if (at) await this.finish(at.collection, at.begin);
      at = undefined;
      if (frame.kind === 'C') {
        counted.collections += 1;
        at = { begin: frame.body, collection: await this.begin(frame.body) };
      }
      if (frame.kind === 'E') {
        const { collections, documents } = frame.body;
        if (collections === counted.collections && documents === counted.documents) return counted;
        throw new Failure('the backup does not hold what it says it holds');
      }
    }
    throw new Failure('the backup has no end');
  }

  private async begin({ service, collection }: CollectionBegin): Promise<Collection> {
    return (await this.databaseOf(service)).createCollection(collection);
  }

  private async databaseOf(service: string): Promise<Db> {
    const keeper = KEEPERS.find((candidate): candidate is Keeper => candidate === service);
    if (keeper === undefined)
      throw new Failure(`the backup is of a service ${service}, unknown here`);
    return this.databases.of(keeper);
  }

  private async add(collection: Collection, document: Uint8Array): Promise<void> {
    this.batch.push(BSON.deserialize(document, AS_STORED));
    this.batchBytes += document.length;
    if (this.batch.length >= BATCH || this.batchBytes >= BATCH_BYTES) await this.flush(collection);
  }

  private async flush(collection: Collection): Promise<void> {
    if (this.batch.length > 0)
      await collection.insertMany(this.batch, { writeConcern: { w: 'majority', journal: true } });
    this.batch = [];
    this.batchBytes = 0;
  }

  private async finish(collection: Collection, { indexes }: CollectionBegin): Promise<void> {
    await this.flush(collection);
    const wanted = indexes
      .filter(({ name }) => name !== '_id_')
      .map(({ v, ns, ...index }) => index);
    if (wanted.length > 0) await collection.createIndexes(wanted as IndexDescription[]);
  }

  /** They were empty before, so that nothing is lost. Answers what is left. */
  private async clearUp(): Promise<string> {
    const left: string[] = [];
    for (const service of KEEPERS) {
      try {
        await (await this.databases.of(service)).dropDatabase();
      } catch {
        left.push(this.databases.nameOf(service));
      }
    }
    return left.length === 0
      ? 'the databases are empty again'
      : `they could not be emptied again, drop ${left.join(', ')}`;
  }
}

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Document } from 'mongodb';
import { Command, CommandRunner, Option } from 'nest-commander';
import { writeArchive, type Frame } from './archive';
import { Broker } from '../stores/broker';
import { Databases, KEEPERS } from '../stores/databases';
import { Failure } from '../terminal/failure';
import { interruption } from '../terminal/interruption';
import { print, Progress } from '../terminal/output';

interface Counted {
  collections: number;
  documents: number;
}

@Command({
  name: 'backup',
  arguments: '<file>',
  argsDescription: { file: 'where to put it; it must not be there yet' },
  description:
    'Stream the databases of all services into one file with a checksum. Personal fields stay encrypted: keep the keys too, elsewhere',
})
export class BackupCommand extends CommandRunner {
  constructor(
    private readonly databases: Databases,
    private readonly broker: Broker,
  ) {
    super();
  }

  async run([name = '']: string[], { live = false }: { live?: boolean }): Promise<void> {
    const file = resolve(name);
    if (existsSync(file)) throw new Failure(`${file} is there already; nothing was overwritten`);
    const signal = interruption();
    await this.databases.connected();
    if (!live) await this.refuseWhileWorking();
    const counted: Counted = { collections: 0, documents: 0 };
    const bytes = await writeArchive(file, this.frames(counted), signal);
    if (!live) await this.refuseWhileWorking();
    const { collections, documents } = counted;
    print(`${file}: ${documents} documents of ${collections} collections, ${bytes} bytes`);
  }

  @Option({
    flags: '--live',
    description:
      'while services work: each collection is then of another moment, and events may be missing on one side',
  })
  live(): boolean {
    return true;
  }

  /**
   * An event that was published after its database was read, and applied before the other was, would be in neither. So nothing may work,
   * and nothing may be in a queue, where no backup sees it.
   */
  private async refuseWhileWorking(): Promise<void> {
    const states = await this.broker.states(this.broker.queues());
    const working = states.filter(({ kind, consumers }) => kind !== 'retry' && consumers > 0);
    const onTheWay = states.filter(
      ({ kind, messages }) => (kind === 'events' || kind === 'retry') && (messages ?? 0) > 0,
    );
    const names = (found: typeof states) =>
      [...new Set(found.map((one) => one.service))].join(', ');
    if (onTheWay.length > 0)
      throw new Failure(
        `events are on their way to ${names(onTheWay)}: stop the gateway, wait until they are through, stop the other services, then back up (or say --live)`,
      );
    if (working.length > 0)
      throw new Failure(
        `${names(working)} still work: stop the services first, the gateway before the others (or say --live)`,
      );
  }

  private async *frames(counted: Counted): AsyncGenerator<Frame> {
    const progress = new Progress();
    yield { kind: 'B', body: { at: new Date().toISOString(), services: [...KEEPERS] } };
    for (const service of KEEPERS) {
      const database = await this.databases.of(service);
      const listed = await database.listCollections({}, { nameOnly: true }).toArray();
      const names = listed.map(({ name }) => name).filter((name) => !name.startsWith('system.'));
      for (const collection of names.sort()) {
        const indexes: Document[] = await database.collection(collection).indexes();
        yield { kind: 'C', body: { service, collection, indexes } };
        counted.collections += 1;
        const documents = database.collection(collection).find<Uint8Array>({}, { raw: true });
        for await (const document of documents) {
          yield { kind: 'D', document };
          counted.documents += 1;
          progress.at(() => `${service}.${collection}: ${counted.documents} documents so far`);
        }
      }
    }
    yield { kind: 'E', body: counted };
  }
}

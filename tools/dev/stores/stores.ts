import { debianIsPossible, debianPrograms, prepareDebian } from './stores.debian';
import { byTestcontainers, dockerEngine, dockerPrograms, haveImage, IMAGES } from './stores.docker';
import type { Home } from '../home/home';
import type { Ports } from '../home/names';
import type { Program } from '../programs/program';
import type { DataElsewhere, RunFile } from '../home/stack-file';
import { Failure } from '../home/terminal';

/** Where the broker and the database come from, and what is started for them. */
export interface Stores {
  amqpUrl: string;
  mongoUrl: string;
  managementUrl: string;
  /** Started before everything else. */
  programs: Program[];
  /** Set where a server is the caller's own: databases, queues and exchanges then carry this stack's prefix. */
  databasePrefix?: string;
  amqpNamespace?: string;
  traces: Pick<RunFile, 'debianFolders' | 'containers'>;
  elsewhere: DataElsewhere;
}

export type Source = 'url' | 'docker' | 'debian';
export type Store = 'broker' | 'database';

const URL_VARIABLES = { broker: 'RABBITMQ_URL', database: 'MONGODB_URL' } as const;
/** Where Debian's packages can stand in, a slow registry is not worth more waiting. */
const PULL_LIMIT_MS = { withDebian: 90_000, withoutDebian: 15 * 60_000 };

/** What was found out about this machine, in the order in which it is preferred. */
export interface Findings {
  url: string | undefined;
  /** Why Docker cannot be used, or undefined when it can. */
  dockerLacks: string | undefined;
  /** Why Debian's packages cannot be used, or undefined when they can. */
  debianLacks: string | undefined;
}

/** @throws Failure with one line that says what is missing. */
export function chooseSource(store: Store, found: Findings): Source {
  if (found.url !== undefined) return 'url';
  if (found.dockerLacks === undefined) return 'docker';
  if (found.debianLacks === undefined) return 'debian';
  throw new Failure(
    `There is no ${store}: ${URL_VARIABLES[store]} is not set, ${found.dockerLacks}, and ${found.debianLacks}. Start Docker or set ${URL_VARIABLES[store]}.`,
  );
}

/** Chooses, says what was chosen, and makes images or packages ready. */
export async function prepareStores(
  home: Home,
  ports: Ports,
  mark: string,
  said: (line: string) => void,
): Promise<Stores> {
  const engine = await dockerEngine();
  const debianLacks = debianIsPossible();
  const sources: Record<Store, Source> = { broker: 'url', database: 'url' };
  const choose = async (store: Store): Promise<void> => {
    const url = process.env[URL_VARIABLES[store]];
    const limitMs =
      debianLacks === undefined ? PULL_LIMIT_MS.withDebian : PULL_LIMIT_MS.withoutDebian;
    const dockerLacks =
      url !== undefined
        ? 'not asked'
        : (engine.lacks ?? (await haveImage(IMAGES[store], limitMs, said)));
    sources[store] = chooseSource(store, { url, dockerLacks, debianLacks });
    said(`${store}: ${describe(sources[store], store, dockerLacks)}`);
  };
  await Promise.all([choose('broker'), choose('database')]);
  if (Object.values(sources).includes('debian')) await prepareDebian(home, mark, said);
  return assemble(home, ports, sources);
}

function describe(source: Source, store: Store, dockerLacks: string | undefined): string {
  if (source === 'url') return `the one ${URL_VARIABLES[store]} names`;
  if (source === 'docker')
    return `Docker image ${IMAGES[store]}${byTestcontainers() ? ', by testcontainers' : ''}`;
  return `Debian's package in a private root (${dockerLacks ?? 'no Docker'})`;
}

function assemble(home: Home, ports: Ports, sources: Record<Store, Source>): Stores {
  const local = (port: number): string => `127.0.0.1:${String(port)}`;
  const amqpUrl = process.env['RABBITMQ_URL'] ?? `amqp://guest:guest@${local(ports.broker)}`;
  const mongoUrl =
    process.env['MONGODB_URL'] ??
    (sources.database === 'debian'
      ? `mongodb://${local(ports.door)}/?directConnection=true&retryWrites=false`
      : `mongodb://${local(ports.database)}/?directConnection=true`);
  const managementUrl =
    sources.broker === 'url'
      ? `http://${new URL(amqpUrl).hostname}:15672`
      : `http://${local(ports.brokerManagement)}`;
  const inDebian = (['broker', 'database'] as const).filter((store) => sources[store] === 'debian');
  const inDocker = (['broker', 'database'] as const).filter((store) => sources[store] === 'docker');
  const debian = debianPrograms(home, ports, inDebian, { amqpUrl, mongoUrl });
  const docker = dockerPrograms(home, ports, inDocker, { amqpUrl, mongoUrl });
  const prefix = `demerit-${home.id}`;
  const ownDatabase = sources.database === 'url';
  const ownBroker = sources.broker === 'url';
  return {
    amqpUrl,
    mongoUrl,
    managementUrl,
    programs: [...debian.programs, ...docker.programs],
    ...(ownDatabase ? { databasePrefix: prefix } : {}),
    ...(ownBroker ? { amqpNamespace: prefix } : {}),
    traces: { debianFolders: debian.folders, containers: docker.containers },
    elsewhere: {
      // A container's volume has its name.
      volumes: docker.containers,
      ...(ownDatabase ? { databases: { mongoUrl, prefix } } : {}),
      ...(ownBroker ? { queues: { amqpUrl, namespace: prefix } } : {}),
    },
  };
}

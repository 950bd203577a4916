import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Home } from '../home/home';
import type { Ports } from '../home/names';
import { plainEnvironment, type Program } from '../programs/program';
import { brokerAnswers, replicaSetAnswers } from '../programs/readiness';

/** The broker and the database in containers from the official images. */

export const IMAGES = {
  broker: process.env['RABBITMQ_IMAGE'] ?? 'rabbitmq:4-management',
  database: process.env['MONGODB_IMAGE'] ?? 'mongo:8',
} as const;

/** Set where testcontainers is to start the containers, as in `./dev test --containers`. */
export const TESTCONTAINERS = 'DEMERIT_TESTCONTAINERS';
export const byTestcontainers = (): boolean => process.env[TESTCONTAINERS] !== undefined;

const ENGINE_LIMIT_MS = 5_000;

const run = promisify(execFile);

/** Whether an engine answers; `lacks` says why not. */
export async function dockerEngine(): Promise<{ lacks?: string }> {
  try {
    await run('docker', ['info'], { timeout: ENGINE_LIMIT_MS });
    return {};
  } catch {
    return { lacks: 'no Docker engine answers' };
  }
}

/** Pulls an image that is not there; answers why it cannot be had, or undefined when it is there. */
export async function haveImage(
  image: string,
  limitMs: number,
  said: (line: string) => void,
): Promise<string | undefined> {
  try {
    await run('docker', ['image', 'inspect', image]);
    return undefined;
  } catch {
    said(`pulling the Docker image ${image}`);
  }
  try {
    await run('docker', ['pull', '--quiet', image], { timeout: limitMs });
    return undefined;
  } catch {
    return `the Docker image ${image} cannot be pulled`;
  }
}

/** A container to run: its name is that of its volume too. */
export interface ContainerSpec {
  name: string;
  image: string;
  /** On 127.0.0.1, and inside. */
  ports: [number, number][];
  /** The folder that the volume holds. */
  data: string;
  command: string[];
}

export function dockerPrograms(
  home: Home,
  ports: Ports,
  stores: ('broker' | 'database')[],
  { amqpUrl, mongoUrl }: { amqpUrl: string; mongoUrl: string },
): { programs: Program[]; containers: string[] } {
  const nameOf = (store: 'broker' | 'database'): string => `demerit-${home.id}-${store}`;
  const specs = {
    broker: {
      image: IMAGES.broker,
      ports: [
        [ports.broker, 5672],
        [ports.brokerManagement, 15672],
      ],
      data: '/var/lib/rabbitmq',
      command: [],
    },
    database: {
      image: IMAGES.database,
      ports: [[ports.database, 27017]],
      data: '/data/db',
      command: ['--replSet', 'demerit', '--bind_ip_all'],
    },
  } satisfies Record<string, Omit<ContainerSpec, 'name'>>;
  const programs = stores.map((store): Program => {
    const name = nameOf(store);
    const [command, ...args] = runOf({ ...specs[store], name }, home.root);
    return {
      name: store,
      // Removes what a killed client left; the data is in the volume.
      command: '/bin/sh',
      args: ['-c', 'docker rm -f "$0" >/dev/null 2>&1; exec "$@"', name, command, ...args],
      env: { ...plainEnvironment(), ...ofTestcontainers() },
      isReady: () => (store === 'broker' ? brokerAnswers(amqpUrl) : replicaSetAnswers(mongoUrl)),
      workingPid: () => workingPid(name),
      endLeftovers: () => removeContainers([name]),
    };
  });
  return { programs, containers: stores.map(nameOf) };
}

/** Attached in both cases, so that it ends with the container. */
function runOf(spec: ContainerSpec, root: string): [string, ...string[]] {
  const { name, image, data, command } = spec;
  if (byTestcontainers())
    return [
      process.execPath,
      join(root, 'dist/tools/dev/stores/container.js'),
      JSON.stringify(spec),
    ];
  const published = spec.ports.flatMap(([outside, inside]) => [
    '--publish',
    `127.0.0.1:${String(outside)}:${String(inside)}`,
  ]);
  // RabbitMQ names its data after the host, so the host's name must outlive the container.
  const options = ['--rm', '--name', name, '--hostname', 'demerit', '--volume', `${name}:${data}`];
  return ['docker', 'run', ...options, ...published, image, ...command];
}

/** Its settings. */
function ofTestcontainers(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => name.startsWith('TESTCONTAINERS_'));
  return Object.fromEntries(own);
}

/** The container's process as this machine sees it; none where the engine runs in a virtual machine. */
async function workingPid(container: string): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  const { stdout } = await run('docker', ['inspect', '--format', '{{.State.Pid}}', container]);
  return Number(stdout) || undefined;
}

export async function removeContainers(names: string[]): Promise<void> {
  if (names.length > 0) await run('docker', ['rm', '--force', ...names]).catch(() => undefined);
}

export async function removeVolumes(names: string[]): Promise<void> {
  if (names.length > 0)
    await run('docker', ['volume', 'rm', '--force', ...names]).catch(() => undefined);
}

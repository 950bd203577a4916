import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Home } from './home';
import type { Ports } from './names';
import { plainEnvironment, type Program } from './program';
import { brokerAnswers, replicaSetAnswers } from './readiness';

/** The broker and the database in containers from the official images. */

export const IMAGES = {
  broker: process.env['RABBITMQ_IMAGE'] ?? 'rabbitmq:4-management',
  database: process.env['MONGODB_IMAGE'] ?? 'mongo:8',
} as const;

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

export function dockerPrograms(
  home: Home,
  ports: Ports,
  stores: ('broker' | 'database')[],
  { amqpUrl, mongoUrl }: { amqpUrl: string; mongoUrl: string },
): { programs: Program[]; containers: string[] } {
  const containerOf = (store: 'broker' | 'database'): string => `demerit-${home.id}-${store}`;
  const publish = (outside: number, inside: number): string[] => [
    '--publish',
    `127.0.0.1:${String(outside)}:${String(inside)}`,
  ];
  const options = {
    // RabbitMQ names its data after the host, so the host's name must outlive the container.
    broker: [
      '--hostname',
      'demerit',
      ...publish(ports.broker, 5672),
      ...publish(ports.brokerManagement, 15672),
      ...['--volume', `${containerOf('broker')}:/var/lib/rabbitmq`],
      IMAGES.broker,
    ],
    database: [
      ...publish(ports.database, 27017),
      ...['--volume', `${containerOf('database')}:/data/db`],
      ...[IMAGES.database, '--replSet', 'demerit', '--bind_ip_all'],
    ],
  };
  const programs = stores.map((store): Program => {
    const name = containerOf(store);
    return {
      name: store,
      // Removes what a killed client left; the data is in the volume. Attached, so that it ends with the container.
      command: '/bin/sh',
      args: [
        '-c',
        'docker rm -f "$1" >/dev/null 2>&1; shift; exec docker run "$@"',
        'sh',
        name,
      ].concat(['--rm', '--name', name, ...options[store]]),
      env: plainEnvironment(),
      isReady: () => (store === 'broker' ? brokerAnswers(amqpUrl) : replicaSetAnswers(mongoUrl)),
      workingPid: () => workingPid(name),
      endLeftovers: () => removeContainers([name]),
    };
  });
  return { programs, containers: stores.map(containerOf) };
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

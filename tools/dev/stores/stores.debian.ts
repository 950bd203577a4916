import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { Home } from '../home/home';
import type { Ports } from '../home/names';
import { STACK_MARK } from '../programs/processes';
import { plainEnvironment, type Program } from '../programs/program';
import { acceptsConnections, brokerAnswers, databaseAnswers } from '../programs/readiness';
import { Failure } from '../home/terminal';

/** The broker and the database of infra/debian, and the door through which MongoDB's driver reaches the latter. */

/** Why they cannot be used on this machine, or undefined when they can. */
export function debianIsPossible(): string | undefined {
  if (!existsSync('/etc/debian_version')) return 'this is not a Debian machine';
  if (process.getuid?.() !== 0) return "Debian's packages need root";
  return undefined;
}

/** Builds the private root where it is missing, about a minute once for all checkouts. */
export async function prepareDebian(
  home: Home,
  mark: string,
  said: (line: string) => void,
): Promise<void> {
  const child = spawn(join(home.root, 'infra/debian/prepare'), {
    env: { ...process.env, [STACK_MARK]: mark },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    said(line);
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  if (code !== 0) throw new Failure(lines.at(-1) ?? 'infra/debian/prepare failed without a word');
}

export function debianPrograms(
  home: Home,
  ports: Ports,
  stores: ('broker' | 'database')[],
  { amqpUrl, mongoUrl }: { amqpUrl: string; mongoUrl: string },
): { programs: Program[]; folders: string[] } {
  const folder = (store: 'broker' | 'database'): string => join(home.data, store);
  const run = (store: 'broker' | 'database', port: number): Program => ({
    name: store,
    command: join(home.root, `infra/debian/run-${store}`),
    args: [],
    env: {
      ...plainEnvironment(),
      DATA_DIR: folder(store),
      LOG_DIR: home.logs,
      PORT: String(port),
      MANAGEMENT_PORT: String(ports.brokerManagement),
      PROMETHEUS_PORT: String(ports.brokerPrometheus),
      DIST_PORT: String(ports.brokerDistribution),
      EPMD_PORT: String(ports.brokerMapper),
    },
    isReady: () => (store === 'broker' ? brokerAnswers(amqpUrl) : acceptsConnections(port)),
  });
  const door: Program = {
    name: 'door',
    command: process.execPath,
    args: ['--enable-source-maps', join(home.root, 'dist/infra/debian/door/main.js')],
    env: {
      ...plainEnvironment(),
      PORT: String(ports.door),
      PGHOST: join(folder('database'), 'socket'),
      PGPORT: String(ports.database),
    },
    isReady: () => databaseAnswers(mongoUrl),
  };
  return {
    programs: stores.flatMap((store) =>
      store === 'broker' ? [run('broker', ports.broker)] : [run('database', ports.database), door],
    ),
    folders: stores.map(folder),
  };
}

/** Ends what is left of a stack whose supervisor died; the folders tell its processes from all others. */
export async function sweepDebian(home: Home, folders: string[]): Promise<void> {
  if (folders.length === 0) return;
  await promisify(execFile)(join(home.root, 'infra/debian/sweep'), folders);
}

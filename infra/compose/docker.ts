import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { eventually } from '../../tools/dev/client/eventually';
import { dockerEngine, haveImage, IMAGES } from '../../tools/dev/stores/stores.docker';
import { debianIsPossible } from '../../tools/dev/stores/stores.debian';
import { Failure, reasonOf, say } from '../../tools/dev/home/terminal';

const run = promisify(execFile);
const ENGINE_START_MS = 180_000;
const PULL_LIMIT_MS = 300_000;
const OUTPUT_BYTES = 64 * 1024 * 1024;
/** Told apart from a failed test by who runs this only where an engine can be had. */
const EXIT_NO_ENGINE = 3;

export interface Ended {
  code: number;
  output: string;
}

/** An engine that answers: the one there is, or one from Debian's packages, which `stop` ends. @throws Failure */
export async function someEngine(root: string): Promise<{ stop: () => Promise<void> }> {
  const { lacks } = await dockerEngine();
  if (lacks === undefined) return { stop: async () => undefined };
  const impossible = debianIsPossible();
  if (impossible !== undefined)
    throw new Failure(`${lacks}, and ${impossible}: start Docker, then again`, EXIT_NO_ENGINE);
  const cache = process.env['XDG_CACHE_HOME'] ?? join(process.env['HOME'] ?? root, '.cache');
  const dataDir = join(cache, 'demerit/docker');
  const engine = join(root, 'infra/debian/engine');
  const environment = { ...process.env, DATA_DIR: dataDir };
  const client = await run(engine, ['--client'], { env: environment }).catch((error: unknown) => {
    throw new Failure(`${lacks}, and Debian's cannot be had: ${lastLineOf(error)}`, EXIT_NO_ENGINE);
  });
  Object.assign(process.env, variablesIn(client.stdout));
  say(`starting an engine from Debian's packages (${lacks})`);
  const child = spawn(engine, { env: environment, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  try {
    await eventually(async () => (await dockerEngine()).lacks === undefined, {
      withinMs: ENGINE_START_MS,
      everyMs: 500,
    });
  } catch {
    await stop();
    throw new Failure(
      `the engine does not start here; its log says why: DATA_DIR=${dataDir} infra/debian/engine`,
      EXIT_NO_ENGINE,
    );
  }
  return { stop };
}

/** What a script that failed said last. */
function lastLineOf(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  return said.split('\n').at(-1) || reasonOf(error);
}

/** `NAME=value`, a line each. */
function variablesIn(text: string): Record<string, string> {
  const lines = text.trim().split('\n');
  return Object.fromEntries(
    lines.map((line): [string, string] => {
      const [name = '', ...value] = line.split('=');
      return [name, value.join('=')];
    }),
  );
}

export type LocalImage = 'broker' | 'database' | 'node' | 'prometheus';

/** Variables that name local images where the official ones cannot be had; none where they can. @throws Failure */
export async function someImages(
  root: string,
  wanted: LocalImage[],
): Promise<Record<string, string>> {
  const lacks =
    (await haveImage(IMAGES.broker, PULL_LIMIT_MS, say)) ??
    (await haveImage(IMAGES.database, PULL_LIMIT_MS, say));
  if (lacks === undefined) return {};
  const impossible = debianIsPossible();
  if (impossible !== undefined)
    throw new Failure(
      `${lacks}, and ${impossible}: name an image that is there in RABBITMQ_IMAGE and MONGODB_IMAGE`,
    );
  say(`${lacks}: images from Debian's packages stand in`);
  try {
    const images = join(root, 'infra/debian/images');
    const { stdout } = await run(images, wanted, { maxBuffer: OUTPUT_BYTES });
    return variablesIn(stdout);
  } catch (error) {
    throw new Failure(`and they cannot be made: ${lastLineOf(error)}`);
  }
}

/** One installation by docker-compose.yml under a name of its own. */
export class Compose {
  constructor(
    private readonly root: string,
    private readonly project: string,
    readonly variables: Record<string, string>,
  ) {}

  /** The same installation, by the compose file of another folder. */
  of(root: string, variables: Record<string, string>): Compose {
    return new Compose(root, this.project, { ...this.variables, ...variables });
  }

  /** @throws Failure with the last lines unless it ends with code 0. */
  async run(words: string[], variables: Record<string, string> = {}): Promise<string> {
    const { code, output } = await this.attempt(words, variables);
    if (code === 0) return output;
    const last = output.trim().split('\n').slice(-25).join('\n');
    throw new Failure(
      `docker compose ${words.join(' ')} ended with code ${String(code)}:\n${last}`,
    );
  }

  async attempt(words: string[], variables: Record<string, string> = {}): Promise<Ended> {
    return this.watch(words, () => undefined, variables);
  }

  /** Tells each line as it comes. */
  async watch(
    words: string[],
    said: (line: string) => void,
    variables: Record<string, string> = {},
  ): Promise<Ended> {
    const child = this.#spawn(words, variables);
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (stream)
        createInterface({ input: stream }).on('line', (line) => {
          lines.push(line);
          said(line);
        });
    }
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (ended) => resolve(ended ?? 1));
    });
    return { code, output: lines.join('\n') };
  }

  /** The containers of a service, by id. */
  async containers(service: string): Promise<string[]> {
    const output = await this.run(['ps', '--quiet', service]);
    return output.split('\n').filter((line) => /^[0-9a-f]{64}$/.test(line));
  }

  /** What the last health checks of containers that are not well said. */
  async complaints(): Promise<string> {
    const { output } = await this.attempt(['ps', '--all', '--format', '{{.Name}} {{.Health}}']);
    const unwell = output.split('\n').filter((line) => / (unhealthy|starting)$/.test(line));
    const said = await Promise.all(
      unwell.map(async (line) => {
        const container = line.split(' ')[0] ?? '';
        const { stdout } = await run('docker', [
          ...['inspect', '--format', '{{range .State.Health.Log}}{{.End}} {{.Output}}{{end}}'],
          container,
        ]);
        return `${line}: ${stdout}`;
      }),
    );
    return said.join('\n');
  }

  #spawn(words: string[], variables: Record<string, string>): ChildProcess {
    return spawn('docker', ['compose', '--project-name', this.project, ...words], {
      cwd: this.root,
      env: { ...process.env, COMPOSE_PROGRESS: 'plain', ...this.variables, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
}

/**
 * Ends a container's main process as a crash does. `docker kill` would not do: the engine takes it for a wish and does not
 * start the container again.
 */
export async function crash(container: string): Promise<void> {
  const { stdout } = await run('docker', ['inspect', '--format', '{{.State.Pid}}', container]);
  const pid = Number(stdout);
  if (!Number.isInteger(pid) || pid <= 1) throw new Error(`${container} is not running`);
  const isHere = process.platform === 'linux' && process.getuid?.() === 0;
  if (isHere) process.kill(pid, 'SIGKILL');
  else
    await run('docker', [
      ...['run', '--rm', '--user', '0', '--pid', 'host', '--privileged', 'demerit:local'],
      ...['node', '-e', `process.kill(${String(pid)}, 'SIGKILL')`],
    ]);
}

/** How often the engine has started a container again. */
export async function restartsOf(container: string): Promise<number> {
  const { stdout } = await run('docker', ['inspect', '--format', '{{.RestartCount}}', container]);
  return Number(stdout);
}

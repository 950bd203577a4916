import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { stackHome } from '../../infra/stack/home';
import { say } from '../../infra/stack/terminal';

/** What Nest's own RabbitMQ transport needs and nothing of ours does: fetched for the race, into the state folder. */
const PACKAGE = 'amqp-connection-manager';
const VERSION = '5.0.0';

const FOLDER = 'BENCH_PEERS';

/** Fetches the package where it is missing; answers the environment in which a contestant finds it. */
export async function environmentForNestTransport(): Promise<NodeJS.ProcessEnv> {
  const folder = join(stackHome().dir, 'peers');
  if (!existsSync(join(folder, 'node_modules', PACKAGE))) {
    say(`  fetching ${PACKAGE} ${VERSION}, which Nest's own transport needs`);
    const words = ['install', '--no-audit', '--no-fund', '--no-save', '--omit=peer'];
    await promisify(execFile)('npm', [...words, '--prefix', folder, `${PACKAGE}@${VERSION}`]);
  }
  return { [FOLDER]: folder };
}

/** From now on this process finds it, whoever asks: Nest imports it from a folder of its own. */
export function findPeers(): void {
  const require = createRequire(join(process.env[FOLDER] ?? '', 'package.json'));
  const url = pathToFileURL(require.resolve(PACKAGE)).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === PACKAGE
        ? { url, format: 'commonjs', shortCircuit: true }
        : next(specifier, context),
  });
}

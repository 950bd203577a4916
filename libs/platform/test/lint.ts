import { resolve } from 'node:path';
import { ESLint, type Linter } from 'eslint';

const ROOT = resolve(__dirname, '../../..');

/** ESLint with the repository's configuration. It is handed over, since ESLint would read it with an import that Jest does not offer. */
export function ownLint(overrideConfig?: Linter.Config[]): ESLint {
  const own = jest.requireActual<{ default: Linter.Config[] }>(resolve(ROOT, 'eslint.config.mjs'));
  return new ESLint({
    cwd: ROOT,
    overrideConfigFile: true,
    baseConfig: own.default,
    ...(overrideConfig && { overrideConfig }),
  });
}

import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { filesBelow } from '../files.ts';

const SPEC = /\.spec\.ts$/;
/** Models notice as well, after a long while: what they find is to be held by a plain example, too. */
const LONG = /\.(?:model|stack)\.spec\.ts$/;

/** Who imports whom by a path, in one app or library. */
export class Imports {
  private readonly importsOf = new Map<string, string[]>();

  constructor(folder: string) {
    for (const path of filesBelow([folder], /\.ts$/)) {
      this.importsOf.set(path, importsIn(path));
    }
  }

  importersOf(file: string): string[] {
    return [...this.importsOf].filter(([, to]) => to.includes(file)).map(([from]) => from);
  }

  /** The specs that answer for a file: those that import it or have its name, and those of the files that build on it. */
  specsOf(file: string): string[] {
    const builtOn = this.importersOf(file).filter(
      (path) => !SPEC.test(path) && (!file.endsWith('.rules.ts') || path.endsWith('.rules.ts')),
    );
    const answering = [file, ...builtOn];
    return [...this.importsOf.keys()].filter(
      (path) =>
        SPEC.test(path) &&
        !LONG.test(path) &&
        (answering.some((one) => isNamedAfter(path, one)) ||
          this.importsOf.get(path)?.some((to) => answering.includes(to))),
    );
  }
}

/** `limits.rules.spec.ts`, `limits.fourth.spec.ts`, `limits-check.spec.ts` of `limits.rules.ts`. */
function isNamedAfter(spec: string, file: string): boolean {
  const name = basename(file, '.ts').replace(/\.rules$/, '');
  return basename(spec).startsWith(`${name}.`) || basename(spec).startsWith(`${name}-`);
}

function importsIn(path: string): string[] {
  const found = readFileSync(path, 'utf8').matchAll(/from '(\.[^']+)'/g);
  return [...found].flatMap(([, source = '']) => {
    const target = join(dirname(path), source.replace(/\.ts$/, ''));
    return [`${target}.ts`, `${target}/index.ts`].filter((one) => existsSync(one)).slice(0, 1);
  });
}

/** The files and all that they import by a path. */
export function behind(files: readonly string[]): string[] {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    importsIn(path).forEach(visit);
  };
  files.forEach(visit);
  return [...seen].toSorted();
}

/** The packages that the files behind these specs import: they stay as they are while mutants change. */
export function packagesBehind(specs: readonly string[]): string[] {
  const names = behind(specs).flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/from '([^.'][^']*)'/g)].map(([, name = '']) => name),
  );
  return [...new Set(names)];
}

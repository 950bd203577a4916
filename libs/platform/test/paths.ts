import { dirname, join } from 'node:path/posix';
import type { Source } from './house';

const FOLDERS = '(?:apps|bench|docs|infra|libs|test|tools)';
const FROM_THE_TOP = new RegExp(`\`(${FOLDERS}/[\\w./-]+)\``, 'g');
const FILE = /`([\w@-][\w.@-]*(?:\/[\w.@-]+)*\.(?:ts|mjs|cjs|json|md|yml|sh|txt))`/g;
const LINK = /\]\(([^)\s#:]+)(?:#[^)\s]*)?\)/g;
const IN_A_COMMENT = new RegExp(`(?<![\\w./-])(${FOLDERS}/[\\w./-]+\\.(?:ts|mjs|json|md))\\b`, 'g');

/**
 * Paths that a document names and that are not among the files: links from where it stands, paths from the top, and names of files, which may
 * leave out the folders before.
 */
export function missingIn({ path, text }: Source, files: readonly string[]): string[] {
  const links = namesIn(text, LINK).filter((name) => !isThere(join(dirname(path), name), files));
  const paths = namesIn(text, FROM_THE_TOP).filter((name) => !isThere(name, files));
  const names = namesIn(text, FILE).filter(
    (name) => !files.some((file) => `/${file}`.endsWith(`/${name}`)),
  );
  return [...new Set([...links, ...paths, ...names])];
}

/** The same of a program, which names files from the top or from its app or library. */
export function missingInProgram({ path, text }: Source, files: readonly string[]): string[] {
  const own = path.split('/').slice(0, 2).join('/');
  return namesIn(text, IN_A_COMMENT).filter(
    (name) => !isThere(name, files) && !isThere(`${own}/${name}`, files),
  );
}

function namesIn(text: string, form: RegExp): string[] {
  return [...text.matchAll(form)].map(([, name = '']) => name);
}

/** As a file, or as a folder with some. */
function isThere(path: string, files: readonly string[]): boolean {
  const whole = path.replace(/\/$/, '');
  return files.some((file) => file === whole || file.startsWith(`${whole}/`));
}

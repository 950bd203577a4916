import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICE_NAMES } from '../../dev/home/names';

/** What the services wrote since, at the level at which an operator is woken. */
export class Logs {
  private readonly from: Map<string, number>;

  constructor(private readonly folder: string) {
    this.from = new Map(SERVICE_NAMES.map((name) => [name, sizeOf(this.file(name))]));
  }

  /** One line a kind of failure of a service, with how often it came. */
  failures(): string[] {
    return SERVICE_NAMES.flatMap((name) => {
      const bytes = readFileSync(this.file(name));
      const text = bytes.subarray(this.from.get(name)).toString();
      return [...failuresIn(text)].map(
        ([what, count]) => `${name}: ${what} (${String(count)} times)`,
      );
    });
  }

  private file(name: string): string {
    return join(this.folder, `${name}.log`);
  }
}

interface Line {
  level?: string;
  msg?: string;
  route?: string;
  type?: string;
  reason?: string;
  error?: string;
  err?: { stack?: string };
}

/** A line that is no JSON is a program that ended: it does not come to write a log. */
export function failuresIn(text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const line of text.split('\n')) {
    const what = failureOf(line);
    if (what !== undefined) found.set(what, (found.get(what) ?? 0) + 1);
  }
  return found;
}

function failureOf(line: string): string | undefined {
  if (line === '') return undefined;
  try {
    const { level, msg, route, type, reason, error, err } = JSON.parse(line) as Line;
    if (level !== 'error' && level !== 'fatal') return undefined;
    const why = (error ?? err?.stack)?.split('\n').slice(0, 3).join(' ').slice(0, 300);
    return [msg, route, type, reason, why].filter((part) => part !== undefined).join(' | ');
  } catch {
    return `no log line: ${line.slice(0, 200)}`;
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}

import { ConfigurationError } from '@demerit/platform';

const EXIT_BAD_CONFIGURATION = 78;
/** Exit code of what was asked wrongly. */
export const MISUSED = 2;

/** A command that ends with a line for the operator and no stack. An empty line: all is said already. */
export class Failure extends Error {
  constructor(
    line: string,
    readonly exitCode = 1,
    options?: ErrorOptions,
  ) {
    super(line, options);
    this.name = 'Failure';
  }
}

export function misused(line: string): Failure {
  return new Failure(line, MISUSED);
}

export function linesOf(error: unknown): string[] {
  if (error instanceof ConfigurationError) return [...error.problems];
  if (error instanceof Failure) return error.message === '' ? [] : [error.message];
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigurationError) return EXIT_BAD_CONFIGURATION;
  return error instanceof Failure ? error.exitCode : 1;
}

/** What an error says, in one line. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.split('\n')[0] ?? text;
}

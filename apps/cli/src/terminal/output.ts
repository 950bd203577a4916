/** What was asked for, on stdout. */
export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** What goes wrong and what is going on, on stderr. */
export function complain(line: string): void {
  process.stderr.write(`demerit: ${line}\n`);
}

/** A table whose columns are as wide as what stands in them. */
export function printTable(rows: readonly (readonly (string | number)[])[]): void {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, String(cell).length);
    });
  }
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      typeof cell === 'number'
        ? String(cell).padStart(widths[column] ?? 0)
        : cell.padEnd(widths[column] ?? 0),
    );
    print(cells.join('  ').trimEnd());
  }
}

const EVERY_MS = 1_000;

/** Says how far a long work is, on stderr, at most once a second. */
export class Progress {
  private saidAtMs = performance.now();

  at(line: () => string): void {
    if (performance.now() - this.saidAtMs < EVERY_MS) return;
    this.saidAtMs = performance.now();
    process.stderr.write(`${line()}\n`);
  }
}

/** `90 s`, `12 min`, `3 h`, `4 d`: an age at a glance. */
export function age(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

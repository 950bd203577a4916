import { totalOf } from '../contest/counting';
import type { Metric, RaceResult, Ratio } from '../contest/race';
import type { BenchResult, Counted } from './results';
import { spreadOf, type Spread } from '../contest/statistics';

/** Rows of text, the first one the head. */
export interface Table {
  title: string;
  rows: string[][];
}

const METRICS: Record<Metric, string> = {
  perSecond: 'rate',
  cpuMs: 'CPU of the process',
  machineCpuMs: 'CPU of the machine',
  p50Ms: 'median time',
  p99Ms: '99th percentile',
};

export function tablesOf({ races, counted, facts, tables = [] }: BenchResult): Table[] {
  return [
    ...races.flatMap((one) => [figuresTable(one), ...ratiosTable(one)]),
    ...tables,
    ...(counted.length > 0 ? [countedTable(counted)] : []),
    ...(facts.length > 0
      ? [{ title: 'Single figures', rows: [['what', 'measured'], ...facts] }]
      : []),
  ];
}

/** Columns side by side, for a terminal. */
export function asText({ title, rows }: Table): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd();
  return [`  ${title}`, ...rows.map((row) => `    ${line(row)}`)].join('\n');
}

export function asMarkdown({ title, rows }: Table): string {
  const [head = [], ...body] = rows;
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  const separator = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [`${title}:`, '', line(head), line(separator), ...body.map(line)].join('\n');
}

function figuresTable({ title, unit, rounds }: RaceResult): Table {
  const head = ['', `${unit} a second`, 'median ms', '99 % ms', 'CPU ms', 'CPU of the machine, ms'];
  const rows = Object.entries(rounds).map(([name, figures]) => {
    const of = (metric: Metric): Spread => spreadOf(figures.map((one) => one[metric] ?? NaN));
    const middle = (metric: Metric): string => number(of(metric).median);
    return [
      name,
      withSpread(of('perSecond')),
      middle('p50Ms'),
      middle('p99Ms'),
      middle('cpuMs'),
      middle('machineCpuMs'),
    ];
  });
  return { title, rows: [head, ...rows] };
}

function ratiosTable({ title, ratios }: RaceResult): Table[] {
  if (ratios.length === 0) return [];
  const head = ['ratio', 'of', 'median (min–max)', 'target'];
  const rows = ratios.map((ratio: Ratio) => [
    `${ratio.of} : ${ratio.to}`,
    METRICS[ratio.metric],
    withSpread(ratio),
    ratio.target ?? '–',
  ]);
  return [{ title: `${title}, ratios round by round`, rows: [head, ...rows] }];
}

function countedTable(counted: readonly Counted[]): Table {
  const head = ['counted an operation', '', 'round trips', 'documents written', 'messages'];
  const rows = counted.map(({ contestant, operation, operations, work }) => [
    contestant,
    operation,
    ...[totalOf(work.roundTrips), work.documents, totalOf(work.messages)].map((count) =>
      number(count / operations),
    ),
  ]);
  return { title: 'Work counted', rows: [head, ...rows] };
}

function withSpread({ median, min, max }: Spread): string {
  return `${number(median)} (${number(min)}–${number(max)})`;
}

/** Three digits that matter. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value >= 1_000) return Math.round(value).toLocaleString('en').replaceAll(',', ' ');
  return String(Number(value.toPrecision(3)));
}

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Home } from '../home/home';

const LARGEST_LOG_BYTES = 10 * 1024 * 1024;

export function logFile(home: Home, name: string): string {
  return join(home.logs, `${name}.log`);
}

/** A descriptor that appends: the process keeps it even when its supervisor dies, and truncating it loses nothing. */
export function openLog(home: Home, name: string): number {
  mkdirSync(home.logs, { recursive: true });
  return openSync(logFile(home, name), 'a');
}

/** Keeps one older file beside a log that has grown too large. */
export function rotateLog(home: Home, name: string, largestBytes = LARGEST_LOG_BYTES): void {
  const path = logFile(home, name);
  if (!existsSync(path) || statSync(path).size <= largestBytes) return;
  copyFileSync(path, `${path}.1`);
  truncateSync(path);
}

/** Where the log ends now, in bytes. */
export function endOfLog(home: Home, name: string): number {
  const path = logFile(home, name);
  return existsSync(path) ? statSync(path).size : 0;
}

/** The last lines for a person, of those written after the place given. */
export function lastLines(home: Home, name: string, count: number, afterByte = 0): string[] {
  const path = logFile(home, name);
  if (!existsSync(path)) return [];
  const text = readFileSync(path).subarray(afterByte).toString('utf8').trimEnd();
  return text === '' ? [] : text.split('\n').slice(-count).map(prettyLine);
}

const LEVELS: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
};

/** Who wrote the line, which the reader knows from the file's name. */
const WRITER = new Set(['pid', 'hostname', 'service', 'name']);

/** A JSON log line of a service as a person reads it; anything else as it is. */
export function prettyLine(line: string): string {
  const entry = parsed(line);
  if (!entry) return line;
  const { time, level, msg, requestId, context, err, ...others } = entry;
  const rest = Object.fromEntries(Object.entries(others).filter(([field]) => !WRITER.has(field)));
  const at = typeof time === 'number' ? new Date(time).toISOString() : textOf(time);
  const parts = [
    at.slice(11, 23),
    (typeof level === 'number' ? (LEVELS[level] ?? String(level)) : textOf(level)).padEnd(5),
    context === undefined ? '' : `[${textOf(context)}]`,
    textOf(msg),
    requestId === undefined ? '' : `request ${textOf(requestId)}`,
    Object.keys(rest).length === 0 ? '' : JSON.stringify(rest),
    stackOf(err),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function parsed(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function stackOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { stack, message } = error as { stack?: unknown; message?: unknown };
  return `\n    ${textOf(stack ?? message).replaceAll('\n', '\n    ')}`;
}

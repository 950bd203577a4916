import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Failure, reasonOf } from '../terminal/failure';

/** What a service logged about one request. */
export interface LogLine {
  time: string;
  service: string;
  what: string;
  facts: string;
}

const OWN = new Set([
  'level',
  'time',
  'service',
  'pid',
  'hostname',
  'msg',
  'context',
  'requestId',
  'stack',
  'err',
]);

/** Lines of JSON logs that carry the request id, by time; a line that is no JSON of ours is passed over. `-` is stdin. */
export async function linesAbout(requestId: string, files: readonly string[]): Promise<LogLine[]> {
  const found: LogLine[] = [];
  for (const file of files) {
    const input: Readable = file === '-' ? process.stdin : createReadStream(file);
    try {
      for await (const line of createInterface({ input })) {
        if (!line.includes(requestId)) continue;
        const read = readLine(line);
        if (read?.requestId === requestId) found.push(read);
      }
    } catch (error) {
      throw new Failure(`${file} cannot be read: ${reasonOf(error)}`);
    }
  }
  return found.sort((one, other) => one.time.localeCompare(other.time));
}

function readLine(line: string): (LogLine & { requestId: string }) | undefined {
  // Container engines put the container's name before it.
  const begin = line.indexOf('{');
  try {
    const fields = JSON.parse(line.slice(Math.max(begin, 0))) as Record<string, unknown>;
    const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
    const facts = Object.entries(fields).filter(([name]) => !OWN.has(name));
    return {
      requestId: text('requestId'),
      time: text('time'),
      service: text('service'),
      what: text('msg'),
      facts: facts.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(' '),
    };
  } catch {
    return undefined;
  }
}

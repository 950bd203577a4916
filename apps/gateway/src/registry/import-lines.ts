import { IMPORT_BATCH_ROWS, type RejectedLine } from '@demerit/contracts';
import { shapeErrors } from '../http/requests/bodies';
import { textOf } from '../http/requests/text';
import { lineMayGoOn } from './import-limits.rules';

/** As large as a single object may be; a longer line is refused without being held. */
const LINE_LIMIT_BYTES = 64 * 1024;
/** A batch is full by rows, or by bytes where rows are long. */
const BATCH_LIMIT_BYTES = 256 * 1024;

const NEWLINE = 0x0a;

/** Some lines of an import in their order. Lines count from 1, blank ones too. */
export interface LineBatch {
  /** The last line that was read for it. */
  until: number;
  rows: object[];
  /** The line of each row. */
  lines: number[];
  rejected: RejectedLine[];
}

/** Reads a stream of any length; at most one line and one batch of it are held at a time. A last line needs no line end. */
export async function* batchesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<LineBatch> {
  const reader = new LineReader();
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      reader.hold(chunk.subarray(from, end));
      reader.endLine();
      from = end + 1;
      if (reader.isFull) yield reader.takeBatch();
    }
    reader.hold(chunk.subarray(from));
  }
  if (reader.isWithin) reader.endLine();
  yield reader.takeBatch();
}

/** Why a line did not become a row. */
type Unread = Omit<RejectedLine, 'line'>;

const TOO_LARGE: Unread = { code: 'PAYLOAD_TOO_LARGE' };
const NOT_AN_OBJECT: Unread = { code: 'VALIDATION_FAILED' };

class LineReader {
  private line = 0;
  private parts: Buffer[] = [];
  private partsBytes = 0;
  private batch = newBatch();
  private batchBytes = 0;
  private batchLines = 0;

  /** Whether the present line has a byte. */
  get isWithin(): boolean {
    return this.partsBytes > 0;
  }

  /** By lines, not by rows: who reads millions of blank or wrong ones lets others have their turn between batches. */
  get isFull(): boolean {
    return this.batchLines >= IMPORT_BATCH_ROWS || this.batchBytes >= BATCH_LIMIT_BYTES;
  }

  /** More of the present line; of one that is too long only its length is kept. */
  hold(part: Buffer): void {
    this.partsBytes += part.length;
    const ended = lineMayGoOn(this.line + 1, this.partsBytes);
    if (ended) throw ended;
    if (this.partsBytes > LINE_LIMIT_BYTES) this.parts = [];
    else if (part.length > 0) this.parts.push(part);
  }

  endLine(): void {
    this.line += 1;
    this.batchLines += 1;
    const bytes = this.partsBytes;
    const read = bytes > LINE_LIMIT_BYTES ? TOO_LARGE : readLine(Buffer.concat(this.parts));
    this.parts = [];
    this.partsBytes = 0;
    if (read === undefined) return;
    if ('code' in read) {
      this.batch.rejected.push({ line: this.line, ...read });
      return;
    }
    this.batch.rows.push(read.row);
    this.batch.lines.push(this.line);
    this.batchBytes += bytes;
  }

  takeBatch(): LineBatch {
    const batch = { ...this.batch, until: this.line };
    this.batch = newBatch();
    this.batchBytes = 0;
    this.batchLines = 0;
    return batch;
  }
}

/** The line's object, or why it is none; undefined where it is blank. */
function readLine(bytes: Buffer): { row: object } | Unread | undefined {
  const text = textOf(bytes);
  if (text?.trim() === '') return undefined;
  const row = text === undefined ? undefined : parsed(text);
  if (typeof row !== 'object' || row === null) return NOT_AN_OBJECT;
  const [wrong] = shapeErrors(row);
  if (wrong === undefined) return { row };
  return wrong.field === 'body' ? NOT_AN_OBJECT : { ...NOT_AN_OBJECT, field: wrong.field };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function newBatch(): Omit<LineBatch, 'until'> {
  return { rows: [], lines: [], rejected: [] };
}

import { IMPORT_BATCH_ROWS, type RefusalCode, type RejectedLine } from '@demerit/contracts';
import { shapeErrors } from '../http/requests/bodies';

/** As large as a single object may be; a longer line is refused without being held. */
const LINE_LIMIT_BYTES = 64 * 1024;
/** A batch is full by rows, or by bytes where rows are long. */
const BATCH_LIMIT_BYTES = 256 * 1024;

const NEWLINE = 0x0a;

/** Some lines of an import in their order. Lines count from 1, blank ones too. */
export interface LineBatch {
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
  reader.endLine();
  yield reader.takeBatch();
}

class LineReader {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private line = 0;
  private parts: Buffer[] = [];
  private partsBytes = 0;
  private batch = newBatch();
  private batchBytes = 0;

  get isFull(): boolean {
    const { rows, rejected } = this.batch;
    const count = Math.max(rows.length, rejected.length);
    return count >= IMPORT_BATCH_ROWS || this.batchBytes >= BATCH_LIMIT_BYTES;
  }

  /** More of the present line; of one that is too long only its length is kept. */
  hold(part: Buffer): void {
    this.partsBytes += part.length;
    if (this.partsBytes > LINE_LIMIT_BYTES) this.parts = [];
    else if (part.length > 0) this.parts.push(part);
  }

  endLine(): void {
    this.line += 1;
    const bytes = this.partsBytes;
    const read = bytes > LINE_LIMIT_BYTES ? 'PAYLOAD_TOO_LARGE' : this.read();
    this.parts = [];
    this.partsBytes = 0;
    if (read === undefined) return;
    if (typeof read === 'string') {
      this.batch.rejected.push({ line: this.line, code: read });
      return;
    }
    this.batch.rows.push(read);
    this.batch.lines.push(this.line);
    this.batchBytes += bytes;
  }

  takeBatch(): LineBatch {
    const { batch } = this;
    this.batch = newBatch();
    this.batchBytes = 0;
    return batch;
  }

  /** The line's object; undefined where it is blank. */
  private read(): object | RefusalCode | undefined {
    try {
      const text = this.decoder.decode(Buffer.concat(this.parts));
      if (text.trim() === '') return undefined;
      const value: unknown = JSON.parse(text);
      const isObject = typeof value === 'object' && value !== null;
      return isObject && shapeErrors(value).length === 0 ? value : 'VALIDATION_FAILED';
    } catch {
      // No UTF-8, or no JSON.
      return 'VALIDATION_FAILED';
    }
  }
}

function newBatch(): LineBatch {
  return { rows: [], lines: [], rejected: [] };
}

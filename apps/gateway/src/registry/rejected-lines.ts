import type { RejectedLine } from '@demerit/contracts';

const PIECE_LENGTH = 16_384;
/** Of codes and fields. */
const LONGEST_NAME = 100;
const MOST_COPIES = 10_000;

/** The lines that an import refused, at some twenty bytes each: a stream of any length may be wrong from beginning to end. */
export class RejectedLines {
  private readonly lines: number[] = [];
  /** The code of each line. */
  private readonly codes: string[] = [];
  /** The field of each line. */
  private readonly fields: (string | undefined)[] = [];
  /** One copy of each code and field: every reply of a service brings copies of its own, which would all be kept. */
  private readonly copies = new Map<string, string>();

  get count(): number {
    return this.lines.length;
  }

  /** A name that no field of the interface has, in millions of lines another one each, is not kept. */
  add({ line, code, field }: RejectedLine): void {
    this.lines.push(line);
    this.codes.push(this.copyOf(code) ?? code);
    this.fields.push(field === undefined ? undefined : this.copyOf(field));
  }

  private copyOf(text: string): string | undefined {
    const copy = this.copies.get(text);
    if (copy !== undefined) return copy;
    if (text.length > LONGEST_NAME || this.copies.size >= MOST_COPIES) return undefined;
    // A piece of a longer text would keep the whole of it.
    const own = Buffer.from(text).toString();
    this.copies.set(own, own);
    return own;
  }

  /** `{accepted, rejected: [{line, code, field?}]}` as JSON, some lines at a time. */
  *json(accepted: number): Generator<string> {
    yield `{"accepted":${accepted},"rejected":[`;
    let piece = '';
    for (const [index, line] of this.lines.entries()) {
      const separator = index === 0 ? '' : ',';
      piece +=
        separator + JSON.stringify({ line, code: this.codes[index], field: this.fields[index] });
      if (piece.length < PIECE_LENGTH) continue;
      yield piece;
      piece = '';
    }
    yield `${piece}]}`;
  }
}

import type { RejectedLine } from '@demerit/contracts';

const PIECE_LENGTH = 16_384;

/** The lines that an import refused, at some twenty bytes each: a stream of any length may be wrong from beginning to end. */
export class RejectedLines {
  private readonly lines: number[] = [];
  /** The code of each line. */
  private readonly codes: string[] = [];
  /** One copy of each code: every reply of a service brings copies of its own, which would all be kept. */
  private readonly copies = new Map<string, string>();

  add({ line, code }: RejectedLine): void {
    const copy = this.copies.get(code) ?? code;
    this.copies.set(copy, copy);
    this.lines.push(line);
    this.codes.push(copy);
  }

  /** `{accepted, rejected: [{line, code}]}` as JSON, some lines at a time. */
  *json(accepted: number): Generator<string> {
    yield `{"accepted":${accepted},"rejected":[`;
    let piece = '';
    for (const [index, line] of this.lines.entries()) {
      const separator = index === 0 ? '' : ',';
      piece += separator + JSON.stringify({ line, code: this.codes[index] });
      if (piece.length < PIECE_LENGTH) continue;
      yield piece;
      piece = '';
    }
    yield `${piece}]}`;
  }
}

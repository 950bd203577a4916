import type { RejectedLine } from '@demerit/contracts';

const LINES_A_BLOCK = 65_536;

interface Block {
  lines: Uint32Array;
  codes: Uint8Array;
}

/** The lines that an import refused, at five bytes each: a stream of any length may be wrong from beginning to end. */
export class RejectedLines {
  private readonly codes: string[] = [];
  private readonly blocks: Block[] = [];
  private count = 0;

  add({ line, code }: RejectedLine): void {
    const place = this.count % LINES_A_BLOCK;
    if (place === 0) {
      const [lines, codes] = [new Uint32Array(LINES_A_BLOCK), new Uint8Array(LINES_A_BLOCK)];
      this.blocks.push({ lines, codes });
    }
    const block = this.blocks.at(-1);
    if (!block) return;
    block.lines[place] = line;
    block.codes[place] = this.indexOf(code);
    this.count += 1;
  }

  /** `{accepted, rejected: [{line, code}]}` as JSON, some lines at a time. */
  *answer(accepted: number): Generator<string> {
    yield `{"accepted":${accepted},"rejected":[`;
    let text = '';
    let separator = '';
    for (const line of this.all()) {
      text += separator + JSON.stringify(line);
      separator = ',';
      if (text.length < 16_384) continue;
      yield text;
      text = '';
    }
    yield `${text}]}`;
  }

  private *all(): Generator<RejectedLine> {
    for (let index = 0; index < this.count; index += 1) {
      const block = this.blocks[Math.floor(index / LINES_A_BLOCK)];
      const place = index % LINES_A_BLOCK;
      const code = this.codes[block?.codes[place] ?? 0];
      const line = block?.lines[place];
      if (code !== undefined && line !== undefined) yield { line, code };
    }
  }

  private indexOf(code: string): number {
    const known = this.codes.indexOf(code);
    return known === -1 ? this.codes.push(code) - 1 : known;
  }
}

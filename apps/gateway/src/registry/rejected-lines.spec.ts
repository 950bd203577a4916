import type { ImportAnswer } from '@demerit/contracts';
import { RejectedLines } from './rejected-lines';

function answerOf(
  rejected: RejectedLines,
  accepted: number,
): { pieces: string[]; json: ImportAnswer } {
  const pieces = [...rejected.json(accepted)];
  return { pieces, json: JSON.parse(pieces.join('')) as ImportAnswer };
}

describe('the answer to an import', () => {
  it('given nothing was refused, then the list is empty', () => {
    expect(answerOf(new RejectedLines(), 3).json).toEqual({ accepted: 3, rejected: [] });
  });

  it('given seventy thousand refused lines, then it names each in order, a piece at a time', () => {
    const rejected = new RejectedLines();
    const all = Array.from({ length: 70_000 }, (_, index) => ({
      line: index * 3 + 1,
      ...(index % 2 === 0
        ? { code: 'PLATE_INVALID', field: 'plateNumber' }
        : { code: 'VIN_TAKEN' }),
    }));
    for (const line of all) rejected.add(line);
    const { pieces, json } = answerOf(rejected, 7);
    expect(json).toEqual({ accepted: 7, rejected: all });
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(20_000);
  });

  it('given a field as long as a name may be, then the line is named with it', () => {
    const rejected = new RejectedLines();
    const field = 'x'.repeat(100);
    rejected.add({ line: 1, code: 'VALIDATION_FAILED', field });
    expect(answerOf(rejected, 0).json.rejected).toEqual([
      { line: 1, code: 'VALIDATION_FAILED', field },
    ]);
  });

  it('given a field that would have to be kept whole, then the line is named without it', () => {
    const rejected = new RejectedLines();
    rejected.add({ line: 1, code: 'VALIDATION_FAILED', field: 'x'.repeat(101) });
    for (let line = 2; line <= 20_000; line += 1)
      rejected.add({ line, code: 'VALIDATION_FAILED', field: `field${line}` });
    const { json } = answerOf(rejected, 0);
    expect(json.rejected[0]).toEqual({ line: 1, code: 'VALIDATION_FAILED' });
    expect(json.rejected[1]).toEqual({ line: 2, code: 'VALIDATION_FAILED', field: 'field2' });
    expect(json.rejected.at(-1)).toEqual({ line: 20_000, code: 'VALIDATION_FAILED' });
  });
});

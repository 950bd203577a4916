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
      code: index % 2 === 0 ? 'PLATE_INVALID' : 'VIN_INVALID',
    }));
    for (const line of all) rejected.add(line);
    const { pieces, json } = answerOf(rejected, 7);
    expect(json).toEqual({ accepted: 7, rejected: all });
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(20_000);
  });
});

import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { IsString, validateSync } from 'class-validator';
import { NestedList } from './nested';

class Plate {
  @IsString() number: string;
}
class Garage {
  @NestedList(() => Plate, 3) plates: Plate[];
}

function wrong(plates: unknown): string[] {
  return validateSync(plainToInstance(Garage, { plates })).map(({ property }) => property);
}

describe('a list of objects', () => {
  it('takes objects of its class', () => {
    expect(wrong([])).toEqual([]);
    expect(wrong([{ number: 'a' }, { number: 'b' }])).toEqual([]);
  });

  it.each([
    ['a list in it, which has no element to be checked', [[]]],
    ['a list of right ones in it', [[{ number: 'a' }]]],
    ['nothing in it', [null]],
    ['a text in it', ['a']],
    ['a wrong one behind a right one', [{ number: 'a' }, { number: 1 }]],
    ['more than it takes', [1, 2, 3, 4].map((at) => ({ number: String(at) }))],
    ['no list', { number: 'a' }],
  ])('refuses %s', (_, plates) => {
    expect(wrong(plates)).toEqual(['plates']);
  });
});

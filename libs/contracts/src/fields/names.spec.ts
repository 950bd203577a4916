import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { IsText } from './names';

class Note {
  @IsText(1, 20) text: string;
}

/** What is wrong with a text. */
function wrongWith(text: string): string[] {
  return validateSync(plainToInstance(Note, { text })).flatMap(({ constraints = {} }) =>
    Object.values(constraints),
  );
}

describe('a text that a person wrote', () => {
  it.each(['文三路与学院路路口', 'two\nlines\tand a tab', 'شارع', 'a\u200fb', '👨‍👩‍👧'])(
    'may be %j',
    (text) => {
      expect(wrongWith(text)).toEqual([]);
    },
  );

  it.each([' ', '\u0000', 'a\u001bb'])('is no %j', (text) => {
    expect(wrongWith(text)).toEqual(['text must be readable text']);
  });

  it.each(['202a', '202b', '202c', '202d', '202e', '2066', '2067', '2068', '2069'])(
    '§10.forms.text: has no sign U+%s, which turns around how what follows is shown',
    (code) => {
      const sign = String.fromCodePoint(Number.parseInt(code, 16));
      expect(wrongWith(`G6${sign}5`)).toEqual(['text must be readable text']);
    },
  );
});

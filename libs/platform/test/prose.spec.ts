import { SERVICES } from '@demerit/contracts';
import { proseIn } from './prose';
import { sourcesOf } from './tree';

/** Signs of plates are a form, no words; the document of the routes is for programmers. */
const NO_PROSE = [
  'libs/contracts/src/fields/plates.ts',
  'apps/gateway/src/http/responses/openapi.ts',
];

describe('what people read', () => {
  const prose = (code: string): string[] => proseIn({ path: 'made-up.rules.ts', text: code });

  it.each([
    ["refuse('FORBIDDEN', { detail: { en: 'The owner decides.' } });", 'The owner decides.'],
    ["const NOTE = '请核对编号';", '请核对编号'],
    ['const note = `On ${at} it was recorded.`;', 'On … it was recorded.'],
    ['const sms = `Your code is ${code}. Tell nobody ${more}`;', 'Your code is …. Tell nobody …'],
    ["errors: [{ field, message: 'reason is needed' }];", 'reason is needed'],
    ["const answer = { nextStep: 'wait a day' };", 'wait a day'],
  ])('stands in no program: %s', (code, found) => {
    expect(prose(code)).toEqual([`made-up.rules.ts:1 ${found}`]);
  });

  it.each([
    "refuse('FORBIDDEN', { detail: wording('binding.owner_decides') });",
    "throw new Error('Nothing is known behind it.');",
    "this.logger.warn({ msg: 'tried again', message: 'not yet there' });",
    "const plate = '挂';",
    "const sort = 'first second';",
    '// Somebody reads this comment.',
  ])('may stand there: %s', (code) => {
    expect(prose(code)).toEqual([]);
  });

  it.each([...SERVICES, 'gateway', 'payment-sandbox'])('stands in the catalogue, in %s', (app) => {
    const sources = sourcesOf(app).filter(({ path }) => !NO_PROSE.includes(path));
    expect(sources.length).toBeGreaterThan(5);
    expect(sources.flatMap(proseIn)).toEqual([]);
  });
});

import { LANGUAGES } from './languages';
import { textIn, TEXTS, wording } from './words';

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').toSorted();

describe('The catalogue of sentences', () => {
  const keys = Object.keys(TEXTS.en) as (keyof typeof TEXTS.en)[];

  it('§7.words.both: no language lacks a sentence', () => {
    for (const language of LANGUAGES)
      expect(Object.keys(TEXTS[language]).toSorted()).toEqual(keys.toSorted());
  });

  it.each(keys)('§7.words.both: %s says the same in Chinese and in English', (key) => {
    expect(TEXTS.en[key]).toMatch(/^[\x20-\x7e“”’–]+$/);
    expect(TEXTS['zh-CN'][key]).toMatch(/[\u4e00-\u9fff]/);
    expect(placeholders(TEXTS['zh-CN'][key])).toEqual(placeholders(TEXTS.en[key]));
  });

  it('says its parameters', () => {
    const about = { points: 3, balance: '9' };
    expect(wording('notification.points_recorded', about)).toEqual({
      en: '3 points were recorded on your licence. The balance is 9.',
      'zh-CN': '您的驾驶证已记 3 分，累计 9 分。',
    });
  });

  it('joins a list as the language does, and says what is in it in that language', () => {
    const holds = [wording('licence.hold.detained'), wording('licence.hold.expired')];
    expect(wording('licence.holds', { holds })).toEqual({
      en: 'Your licence is detained, expired.',
      'zh-CN': '您的驾驶证已被扣留、过期。',
    });
    expect(textIn('zh-CN', 'documents.missing', { kinds: ['a', 'b'] })).toBe('缺少：a、b。');
  });

  it('wants each parameter of a sentence, and none that it does not have', () => {
    // @ts-expect-error -- a parameter is missing
    wording('notification.points_recorded', { points: 3 });
    // @ts-expect-error -- the sentence has no parameter of this name
    wording('licence.holds', { holds: [], kinds: [] });
    // @ts-expect-error -- the sentence has none
    wording('payment.paid', { by: 'x' });
    expect(textIn('en', 'payment.paid')).toBe('The fine is paid.');
  });
});

import { LANGUAGES } from '@demerit/contracts';
import { textOf, TEXTS } from './texts';

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').toSorted();

describe('the texts of notifications', () => {
  it.each(Object.entries(TEXTS))(
    '§7.words.both: %s says the same in Chinese and in English',
    (_kind, text) => {
      expect(Object.keys(text).toSorted()).toEqual([...LANGUAGES].toSorted());
      expect(text['zh-CN']).toMatch(/[\u4e00-\u9fff]/);
      expect(text.en).toMatch(/^[\x20-\x7e“”’]+$/);
      expect(placeholders(text['zh-CN'])).toEqual(placeholders(text.en));
    },
  );

  it('name what they are about', () => {
    const about = { points: '3', balance: '9' };
    expect(textOf('points_recorded', about, 'en')).toBe(
      '3 points were recorded on your licence. The balance is 9.',
    );
    expect(textOf('points_recorded', about, 'zh-CN')).toBe('您的驾驶证已记 3 分，累计 9 分。');
  });
});

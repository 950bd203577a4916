import { textOf, TEXTS } from './texts';

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').toSorted();

describe('the texts of notifications', () => {
  it('say the same in both languages', () => {
    for (const text of Object.values(TEXTS)) {
      expect(placeholders(text['zh-CN'])).toEqual(placeholders(text.en));
    }
  });

  it('name what they are about', () => {
    const about = { points: '3', balance: '9' };
    expect(textOf('points_recorded', about, 'en')).toBe(
      '3 points were recorded on your licence. The balance is 9.',
    );
    expect(textOf('points_recorded', about, 'zh-CN')).toBe('您的驾驶证已记 3 分，累计 9 分。');
  });
});

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES } from './languages';
import { textIn, TEXTS, verbatim, wording } from './words';

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').toSorted();

/** Keys that stand in several lists, of which the last would silently win. */
function twiceIn(lists: readonly object[]): string[] {
  const keys = lists.flatMap((list) => Object.keys(list));
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}

/** What each file of a language exports. */
async function catalogueOf(language: string): Promise<object[]> {
  const files = readdirSync(join(__dirname, language));
  const modules = await Promise.all(
    files.map((file) => import(join(__dirname, language, file)) as Promise<object>),
  );
  return modules.flatMap((module) => Object.values(module) as object[]);
}

describe('The catalogue of sentences', () => {
  const keys = Object.keys(TEXTS.en) as (keyof typeof TEXTS.en)[];

  it('§7.words.both: no language lacks a sentence', () => {
    for (const language of LANGUAGES)
      expect(Object.keys(TEXTS[language]).toSorted()).toEqual(keys.toSorted());
  });

  it('names each sentence once, whichever file it is in', async () => {
    expect(twiceIn([{ a: '1', b: '2' }, { c: '3' }, { b: '4' }])).toEqual(['b']);
    for (const language of LANGUAGES) {
      const lists = await catalogueOf(language);
      expect(lists.length).toBeGreaterThan(4);
      expect(twiceIn(lists)).toEqual([]);
    }
  });

  it.each(keys)('§7.words.both: %s says the same in Chinese and in English', (key) => {
    expect(TEXTS.en[key]).toMatch(/^[\x20-\x7e“”’–]+$/);
    expect(TEXTS['zh-CN'][key]).toMatch(/[\u4e00-\u9fff]/);
    expect(placeholders(TEXTS['zh-CN'][key])).toEqual(placeholders(TEXTS.en[key]));
  });

  it('counts nothing with a noun after it that one of it would not have', () => {
    const counted = /\{\w+\} (points|subjects|decisions|vehicles|licences|times|exams)\b/;
    expect('{points} points were recorded').toMatch(counted);
    const always = ['study.full_scores'];
    expect(keys.filter((key) => counted.test(TEXTS.en[key]))).toEqual(always);
  });

  it('§7.words.both: has one Chinese term for a thing', async () => {
    const said = JSON.stringify(await catalogueOf('zh-CN'));
    expect(said).toMatch(/重点审查对象.*记分服务|记分服务.*重点审查对象/);
    expect(said).not.toMatch(/重点审核|记分业务|审查人员/);
  });

  it('§7.words.alone: says nothing in English within Chinese but codes, names of fields and addresses', async () => {
    // Fields whose names are plain words, and values of fields.
    const names =
      /^(body|owner|cursor|file|kind|reason|decision|code|detail|error|errors|etag|evidence|holds|education|allowed|relation|other|null|true|multipart|application|json|form|data|id|docs|authorisation|from|to)$/;
    const lists = await catalogueOf('zh-CN');
    const said = lists.flatMap((list) => Object.values(list).flat() as string[]);
    expect(said.length).toBeGreaterThan(300);
    const strange = said.filter((text) => {
      const plain = text.replaceAll(/\{\w+\}/g, '').replaceAll(/\/v1\/[\w/-]*/g, '');
      const words = plain.match(/[A-Za-z_][\w]*/g) ?? [];
      const isWord = (word: string) => /^[a-z]+$/.test(word) && !names.test(word);
      return /[a-z]{2,} [a-z]{2,}/i.test(plain) || words.some(isWord);
    });
    expect(strange).toEqual([]);
  });

  it('names the time of its hours as one', () => {
    expect(keys.filter((key) => TEXTS.en[key].includes('China time'))).toEqual([]);
  });

  it('says its parameters', () => {
    const about = { points: 3, balance: '9' };
    expect(wording('notification.points_recorded', about)).toEqual({
      en: 'Points recorded on your licence: 3. The balance is 9.',
      'zh-CN': '您的驾驶证已记 3 分，累计 9 分。',
    });
  });

  it('§7.words.instants: says an instant as people do, and one that is to be sent on as it is sent', () => {
    const until = '2026-11-29T21:07:26.787Z';
    expect(wording('vehicle.awaits_consent', { until })).toEqual({
      en: 'The request to use this vehicle waits for its owner’s consent, until 2026-11-30 05:07 (Beijing time).',
      'zh-CN': '此车辆的使用申请正等待车辆所有人同意，截止时间为 2026-11-30 05:07（北京时间）。',
    });
    expect(textIn('en', 'vehicle.awaits_consent', { until: verbatim(until) })).toContain(until);
    expect(textIn('en', 'vehicle.awaits_consent', { until: '2026-11-30' })).toMatch(/11-30\.$/);
  });

  it('joins a list as the language does, and says what is in it in that language', () => {
    const holds = [wording('licence.hold.detained'), wording('licence.hold.expired')];
    expect(wording('licence.holds', { holds })).toEqual({
      en: 'The licence is detained, expired.',
      'zh-CN': '驾驶证已被扣留、过期。',
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

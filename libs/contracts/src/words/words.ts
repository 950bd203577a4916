import { shanghaiMinute } from '../calendar/calendar';
import { CLOSING_EN } from './en/closing';
import { DETAILS_EN } from './en/details';
import { FORMS_EN } from './en/forms';
import { NOTIFICATIONS_EN } from './en/notifications';
import { PAGES_EN } from './en/pages';
import { type Language, type Wording } from './languages';
import { CLOSING_ZH } from './zh-CN/closing';
import { DETAILS_ZH } from './zh-CN/details';
import { FORMS_ZH } from './zh-CN/forms';
import { NOTIFICATIONS_ZH } from './zh-CN/notifications';
import { PAGES_ZH } from './zh-CN/pages';

const EN = { ...CLOSING_EN, ...DETAILS_EN, ...FORMS_EN, ...NOTIFICATIONS_EN, ...PAGES_EN } as const;

/** The name of a sentence; each language has all of them. */
export type TextKey = keyof typeof EN;

const ZH: Record<TextKey, string> = {
  ...CLOSING_ZH,
  ...DETAILS_ZH,
  ...FORMS_ZH,
  ...NOTIFICATIONS_ZH,
  ...PAGES_ZH,
};

/** Every sentence that a person may read, by language, but those of the refusals' codes (`refusals.ts`). `{name}` stands for a parameter. */
export const TEXTS: Record<Language, Record<TextKey, string>> = { en: EN, 'zh-CN': ZH };

/** The names of the parameters in a text. */
type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

/** A list is joined as the language joins lists; a wording within one is said in the same language. */
export type TextValue = string | number | Wording | readonly (string | Wording)[];

export type TextValues<Key extends TextKey> = Record<Names<(typeof EN)[Key]>, TextValue>;

/** Nothing more where a text has no parameters. */
type Rest<Key extends TextKey> = Names<(typeof EN)[Key]> extends never ? [] : [TextValues<Key>];

/** A sentence says an instant as people do, whoever gives it. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const ZONE: Wording = { en: ' (Beijing time)', 'zh-CN': '（北京时间）' };

const BETWEEN: Wording = { en: ', ', 'zh-CN': '、' };

/** A sentence in one language. */
export function textIn<Key extends TextKey>(
  language: Language,
  key: Key,
  ...[values]: Rest<Key>
): string {
  return filled(TEXTS[language][key], language, values ?? {});
}

/** The sentences without parameters. */
type PlainTextKey = { [Key in TextKey]: Rest<Key> extends [] ? Key : never }[TextKey];
export type PlainTexts = (key: PlainTextKey) => string;

/** The labels and sentences of a page, all in one language. */
export function textsIn(language: Language): PlainTexts {
  return (key) => TEXTS[language][key];
}

/** A sentence in every language: what a rule says beside its code. */
export function wording<Key extends TextKey>(key: Key, ...values: Rest<Key>): Wording {
  return { en: textIn('en', key, ...values), 'zh-CN': textIn('zh-CN', key, ...values) };
}

/** The same where the parameters of the sentence are not known to the compiler. */
export function filledWording(key: TextKey, values: Readonly<Record<string, TextValue>>): Wording {
  return { en: filled(EN[key], 'en', values), 'zh-CN': filled(ZH[key], 'zh-CN', values) };
}

/** A text with its parameters in place; one that is not given stays empty. */
export function filled(
  text: string,
  language: Language,
  values: Readonly<Record<string, TextValue>>,
): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? '';
    return Array.isArray(value)
      ? value.map((each: string | Wording) => said(each, language)).join(BETWEEN[language])
      : said(value as string | number | Wording, language);
  });
}

function said(value: string | number | Wording, language: Language): string {
  if (typeof value === 'object') return value[language];
  const text = String(value);
  return INSTANT.test(text) ? `${shanghaiMinute(new Date(text))}${ZONE[language]}` : text;
}

/** An instant that somebody is to send on, in the form in which it is sent. */
export function verbatim(instant: string): Wording {
  return { en: instant, 'zh-CN': instant };
}

/** Languages that people read here. */
export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text in every language that people read here. */
export type Wording = Record<Language, string>;

/** Services say what a person is to read in every language; whoever hands it to them finds it by this. */
export function isWording(value: object): value is Wording {
  return LANGUAGES.every((language) => typeof (value as Partial<Wording>)[language] === 'string');
}

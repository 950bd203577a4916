/** Languages that people read here. */
export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text in every language that people read here. */
export type Wording = Record<Language, string>;

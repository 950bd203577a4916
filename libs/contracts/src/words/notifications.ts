import { NOTIFICATIONS_EN } from './en/notifications';
import type { Language } from './languages';
import { filled, TEXTS, type TextKey } from './words';

type KindOf<Key> = Key extends `notification.${infer Kind}` ? Kind : never;

export type NotificationKind = KindOf<keyof typeof NOTIFICATIONS_EN>;

export const NOTIFICATION_KINDS = Object.keys(NOTIFICATIONS_EN).map((key) =>
  key.slice('notification.'.length),
) as NotificationKind[];

/** What a notification says; `about` is kept with it and may hold more than the text names. */
export function notificationText(
  language: Language,
  kind: NotificationKind,
  about: Readonly<Record<string, string>>,
): string {
  return filled(TEXTS[language][keyOf(kind, about)], language, about);
}

/** Some kinds say more where what they are about is kept with them: which hold was lifted, and that it is no fine that is due. */
function keyOf(kind: NotificationKind, about: Readonly<Record<string, string>>): TextKey {
  const key = moreExact(kind, about);
  return isTextKey(key) ? key : `notification.${kind}`;
}

function moreExact(kind: NotificationKind, about: Readonly<Record<string, string>>): string {
  if (kind === 'hold_lifted') return `licence.lifted.${String(about['hold'])}`;
  return about['confiscationYuan'] === undefined ? '' : `confiscation.${kind}`;
}

function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(TEXTS.en, key);
}

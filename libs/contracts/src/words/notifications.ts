import { NOTIFICATIONS_EN } from './en/notifications';
import type { Language } from './languages';
import { filled, TEXTS } from './words';

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
  return filled(TEXTS[language][`notification.${kind}`], language, about);
}

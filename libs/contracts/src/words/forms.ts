import type { ValidationArguments } from 'class-validator';
import type { FORMS_EN } from './en/forms';
import type { Wording } from './languages';
import { filledWording, type TextValues } from './words';

type FormKey = keyof typeof FORMS_EN;
type Values<Key extends FormKey> = Omit<TextValues<Key>, 'field'>;

/** What a decorator of a field says where it is filled in wrong: in English where class-validator asks, `of` a field in every language. */
export interface FormMessage {
  (args: ValidationArguments): string;
  of: (field: string) => Wording;
}

export function formMessage<Key extends FormKey>(
  key: Key,
  ...[values]: keyof Values<Key> extends never ? [] : [Values<Key>]
): FormMessage {
  const of = (field: string): Wording => filledWording(key, { ...values, field });
  return Object.assign(({ property }: ValidationArguments) => of(property).en, { of });
}

/** Of a decorator's message, which may be anything, what `formMessage` made. */
export function isFormMessage(message: unknown): message is FormMessage {
  return typeof message === 'function' && 'of' in message;
}

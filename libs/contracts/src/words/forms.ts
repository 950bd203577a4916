import type { FORMS_EN } from './en/forms';
import { filled, TEXTS, type TextValues } from './words';

type FormKey = keyof typeof FORMS_EN;
type Values<Key extends FormKey> = Omit<TextValues<Key>, 'field'>;

/**
 * What a decorator of a field says where it is filled in wrong, in English; class-validator puts the field's name in the place of
 * `$property`. To be said in a person's language it must be looked up at the edge, which knows who asks.
 */
export function formMessage<Key extends FormKey>(
  key: Key,
  ...[values]: keyof Values<Key> extends never ? [] : [Values<Key>]
): string {
  return filled(TEXTS.en[key], 'en', { field: '$property', ...values });
}

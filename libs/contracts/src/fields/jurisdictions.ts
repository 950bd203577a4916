import { Matches } from 'class-validator';
import { formMessage } from '../words/forms';

/** First two digits of GB/T 2260: the provinces, autonomous regions, municipalities and special regions. */
const PROVINCES = '1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]';

/** A higher division may stand with zeros in the place of the lower ones: 330000 is 33. */
const FORM = new RegExp(`^(CN|(CN-)?(${PROVINCES})(00(00)?|(?!00)\\d{2}(\\d{2})?)?)$`);

/** `CN`, or 2, 4 or 6 digits of GB/T 2260, with `CN-` before them or without. */
export function IsJurisdiction(): PropertyDecorator {
  return Matches(FORM, { message: formMessage('form.jurisdiction') });
}

/** The one way in which a jurisdiction is kept: `110000`, `11` and `CN-110000` are `CN-11`. */
export function jurisdictionOf(text: string): string {
  if (text === 'CN') return text;
  const digits = text.replace('CN-', '').replace(/(00){1,2}$/, '');
  return `CN-${digits}`;
}

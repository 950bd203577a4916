import { IsString, Matches } from 'class-validator';
import { formMessage } from '../words/forms';
import { all } from './all';

/** What a notice of the police is known by. */

const NOTICE_NUMBER = /^[0-9A-Z-]{5,40}$/;

/** The number of a notice. */
export function IsNoticeNumber(): PropertyDecorator {
  const message = formMessage('form.signs', { count: '5–40' });
  return all(IsString(), Matches(NOTICE_NUMBER, { message }));
}

/** The same for a text that is no field, such as a part of a path. */
export function isNoticeNumber(text: string): boolean {
  return NOTICE_NUMBER.test(text);
}

/** The code of a kind of violation. */
export function IsViolationCode(): PropertyDecorator {
  const message = formMessage('form.violation_code');
  return all(IsString(), Matches(/^[0-9A-Z]{4,10}$/, { message }));
}

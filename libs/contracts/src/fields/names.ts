import { IsString, Length, Matches } from 'class-validator';
import { all } from './all';
import { formMessage } from '../words/forms';

/** A mainland mobile number, 11 digits (rules.md §1). */
export function IsPhone(): PropertyDecorator {
  return all(IsString(), Matches(/^1[3-9]\d{9}$/, { message: formMessage('form.phone') }));
}

/** Text a person wrote: length within bounds, no control characters, no sign that turns around how what follows is shown. rules.md §10. */
export function IsText(min: number, max: number): PropertyDecorator {
  return all(
    IsString(),
    Length(min, max),
    Matches(/^(?!\s*$)[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069]*$/u, {
      message: formMessage('form.readable'),
    }),
  );
}

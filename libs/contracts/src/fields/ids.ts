import { ArrayMaxSize, IsArray, IsString, Matches } from 'class-validator';
import { all } from './all';
import { formMessage } from '../words/forms';

/** An opaque id: 1–64 characters that are safe in a path and a log line. */
export function IsId(): PropertyDecorator {
  return all(IsString(), Matches(/^[A-Za-z0-9_-]{1,64}$/, { message: formMessage('form.id') }));
}

/** At most so many ids. */
export function IsIdList(max = 10): PropertyDecorator {
  return all(
    IsArray(),
    ArrayMaxSize(max),
    Matches(/^[A-Za-z0-9_-]{1,64}$/, {
      each: true,
      message: formMessage('form.each_id'),
    }),
  );
}

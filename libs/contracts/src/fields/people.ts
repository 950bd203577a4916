import { Transform } from 'class-transformer';
import { IsString, Matches } from 'class-validator';
import { all } from './all';
import { formMessage } from '../words/forms';

/** What the papers of a person say: names and numbers, in the one form in which they are kept and compared. rules.md §1. */

/** How keyboards write the separator within names of minorities. */
const SEPARATORS = /(?<=[\p{L}\p{M}])[.．•‧・](?=\p{L})/gu;

/** Letters and their marks of any script; nothing that is not seen. */
const NAME = /^(?=.*\p{L})(?:(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{M} \-'’·]){2,50}$/u;

const LICENCE_NUMBER = /^[0-9A-Z]{10,20}$/;
const LICENCE_NUMBER_WRONG = formMessage('form.signs', { count: '10–20' });

/** A name as it is kept: composed, trimmed, one space where several stood, one sign for the separator. */
function normalName(name: string): string {
  const composed = name.normalize('NFC').replace(/\p{Zs}+/gu, ' ');
  return composed.replace(/^ | $/g, '').replace(SEPARATORS, '·');
}

/** The name of a person as their papers have it, 2–50 characters; kept as `normalName` makes it. */
export function IsPersonName(): PropertyDecorator {
  return all(
    Read(normalName),
    IsString(),
    Matches(NAME, { message: formMessage('form.person_name') }),
  );
}

/** The number of a driving licence; kept in capitals. */
export function IsLicenceNumber(): PropertyDecorator {
  return all(InCapitals(), IsString(), Matches(LICENCE_NUMBER, { message: LICENCE_NUMBER_WRONG }));
}

/** Small letters of a number count as capitals: people write the check digit X either way. */
export function InCapitals(): PropertyDecorator {
  return Read((text) => text.replace(/[a-z]/g, (letter) => letter.toUpperCase()));
}

/** What is read of a text; anything else is left for the checks to refuse. */
export function Read(normal: (text: string) => string): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? normal(value) : value,
  );
}

import { registerDecorator } from 'class-validator';
import { isCalendarDay, shanghaiDay, shanghaiTime, startOfShanghaiDay } from '../calendar/calendar';
import { refuse, type Refusal } from '../refusals/refusals';
import { formMessage } from '../words/forms';
import { wording } from '../words/words';

/** No licence and no vehicle of the registers is older. */
const FIRST_DAY = '1950-01-01';

/** A calendar day `YYYY-MM-DD` that exists. */
export function IsDay(): PropertyDecorator {
  return (target, propertyName) => {
    registerDecorator({
      name: 'isDay',
      target: target.constructor,
      propertyName: String(propertyName),
      options: { message: formMessage('form.day') },
      validator: {
        validate: (value: unknown) => typeof value === 'string' && isCalendarDay(value),
      },
    });
  };
}

/** An RFC 3339 instant with offset, or a calendar day, which stands for the instant at which it begins in Shanghai. */
export function IsInstantOrDay(): PropertyDecorator {
  return (target, propertyName) => {
    registerDecorator({
      name: 'isInstantOrDay',
      target: target.constructor,
      propertyName: String(propertyName),
      options: { message: formMessage('form.instant_or_day') },
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' && (isInstant(value) || isCalendarDay(value)),
      },
    });
  };
}

/** What an instant or a day says. */
export function instantOf(text: string): Date {
  return isCalendarDay(text) ? startOfShanghaiDay(text) : new Date(text);
}

/** As a sentence says it: a day as it was written, an instant in the time of Shanghai. */
export function dateForReaders(text: string): string {
  return isCalendarDay(text) ? text : shanghaiTime(new Date(text));
}

/** An RFC 3339 instant with offset that exists. */
export function IsInstant(): PropertyDecorator {
  return (target, propertyName) => {
    registerDecorator({
      name: 'isInstant',
      target: target.constructor,
      propertyName: String(propertyName),
      options: { message: formMessage('form.instant') },
      validator: {
        validate: (value: unknown) => typeof value === 'string' && isInstant(value),
      },
    });
  };
}

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Whether the text is an instant that exists: `Date.parse` alone takes 29 February of any year, 31 April and 24:00 for the day after. */
export function isInstant(text: string): boolean {
  const day = INSTANT.exec(text)?.[1];
  return day !== undefined && isCalendarDay(day) && !Number.isNaN(Date.parse(text));
}

/** A fact of a register, such as a first issue: a day from 1950-01-01 to today. Checked where it enters, so that nothing later fails on it. */
export function refuseDay(
  field: string,
  day: string,
  now: Date,
  from = FIRST_DAY,
): Refusal | undefined {
  const today = shanghaiDay(now);
  return day >= from && day <= today ? undefined : outside(field, day, from, today);
}

/** The same of an instant, or of the one at which a day begins: not before a day began in Shanghai, and not in the future. */
export function refuseInstant(
  field: string,
  instant: string,
  { from, now }: { from: string; now: Date },
): Refusal | undefined {
  const at = instantOf(instant);
  if (shanghaiDay(at) >= from && at <= now) return undefined;
  return outside(field, instant, from, shanghaiDay(now));
}

function outside(field: string, date: string, from: string, to: string): Refusal {
  return refuse('DATE_OUT_OF_RANGE', {
    detail: wording('date.outside', { field, date: dateForReaders(date), from, to }),
    reason: field,
  });
}

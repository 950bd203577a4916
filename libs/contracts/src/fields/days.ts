import { registerDecorator } from 'class-validator';
import { isCalendarDay } from './calendar';
import { formMessage } from '../words/forms';

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

/** An RFC 3339 instant with offset. */
export function IsInstant(): PropertyDecorator {
  const pattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
  return (target, propertyName) => {
    registerDecorator({
      name: 'isInstant',
      target: target.constructor,
      propertyName: String(propertyName),
      options: { message: formMessage('form.instant') },
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' && pattern.test(value) && !Number.isNaN(Date.parse(value)),
      },
    });
  };
}

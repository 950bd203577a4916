import { verbatim, wording, type Wording } from '@demerit/contracts';
import { BadRequestException, ValidationPipe, type ValidationError } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { formSentence, type Declared } from './form-sentences';

export interface FieldError {
  field: string;
  message: Wording;
}

/** `body.items[2].points` style paths, one entry a broken rule. */
export function fieldErrors(
  errors: readonly ValidationError[],
  parent = '',
  list?: Declared,
): FieldError[] {
  return errors.flatMap((error) => {
    const { property, target } = error;
    const step = /^\d+$/.test(property) ? `[${property}]` : property;
    const field = parent && !step.startsWith('[') ? `${parent}.${step}` : parent + step;
    // What an element has to be is declared at its list.
    const declared = list && Array.isArray(target) ? list : { target, property };
    return [
      ...ownErrors(field, declared, error),
      ...fieldErrors(error.children ?? [], field, declared),
    ];
  });
}

/** Of what is not there only that is said: what it would have to be says nothing more. */
function ownErrors(field: string, declared: Declared, error: ValidationError): FieldError[] {
  const broken = Object.entries(error.constraints ?? {});
  if (error.value === undefined && broken.length > 0) {
    return [{ field, message: wording('form.missing', { field: declared.property }) }];
  }
  return broken.map(([constraint, message]) => ({
    field,
    message: formSentence(constraint, declared, error.value) ?? verbatim(message),
  }));
}

const STRICT = { whitelist: true, forbidNonWhitelisted: true } as const;

/** The one check of every body, over HTTP and queues: unknown fields are refused; the exception names each field. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    ...STRICT,
    transform: true,
    exceptionFactory: (errors) => {
      const named = fieldErrors(errors);
      return new BadRequestException({
        statusCode: 400,
        error: 'Bad Request',
        message: named.map((error) => error.message.en),
        errors: named,
      });
    },
  });
}

/** The same check of an object that is one of many in its message: the object, or what is wrong with it. */
export function wellFormed<T extends object>(type: new () => T, value: object): T | FieldError[] {
  const instance = plainToInstance(type, value);
  const errors = validateSync(instance, STRICT);
  return errors.length === 0 ? instance : fieldErrors(errors);
}

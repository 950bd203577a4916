import { BadRequestException, ValidationPipe, type ValidationError } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

export interface FieldError {
  field: string;
  message: string;
}

/** `body.items[2].points` style paths, one entry a broken rule. */
export function fieldErrors(errors: readonly ValidationError[], parent = ''): FieldError[] {
  return errors.flatMap((error) => {
    const step = /^\d+$/.test(error.property) ? `[${error.property}]` : error.property;
    const field = parent && !step.startsWith('[') ? `${parent}.${step}` : parent + step;
    const own = Object.values(error.constraints ?? {}).map((message) => ({ field, message }));
    return [...own, ...fieldErrors(error.children ?? [], field)];
  });
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
        message: named.map((error) => error.message),
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

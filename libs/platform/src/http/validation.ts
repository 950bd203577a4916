import { verbatim, wording, type Wording } from '@demerit/contracts';
import {
  BadRequestException,
  ValidationPipe,
  type PipeTransform,
  type ValidationError,
} from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { certainly } from '../forms/certainty';
import type { Form } from '../forms/plans';
import { excessIn, MOST_NAMED, shown } from './excess';
import { formSentence, type Declared } from './form-sentences';

export interface FieldError {
  field: string;
  message: Wording;
}

/** `body.items[2].points` style paths, one entry a broken rule; the first ones, where many are broken. */
export function fieldErrors(errors: readonly ValidationError[]): FieldError[] {
  const named: FieldError[] = [];
  for (const error of errorsIn(errors)) if (named.push(error) === MOST_NAMED) break;
  return named;
}

function* errorsIn(
  errors: readonly ValidationError[],
  parent = '',
  list?: Declared,
): Generator<FieldError> {
  for (const error of errors) {
    const { property, target } = error;
    const step = /^\d+$/.test(property) ? `[${property}]` : shown(property);
    const field = parent && !step.startsWith('[') ? `${parent}.${step}` : parent + step;
    // What an element has to be is declared at its list.
    const declared = list && Array.isArray(target) ? list : { target, property };
    yield* ownErrors(field, declared, error);
    yield* errorsIn(error.children ?? [], field, declared);
  }
}

/** Of what is not there only that is said: what it would have to be says nothing more. */
function* ownErrors(
  field: string,
  declared: Declared,
  error: ValidationError,
): Generator<FieldError> {
  const broken = Object.entries(error.constraints ?? {});
  if (error.value === undefined && broken.length > 0) {
    yield { field, message: wording('form.missing', { field: declared.property }) };
    return;
  }
  for (const [constraint, message] of broken)
    yield { field, message: formSentence(constraint, declared, error.value) ?? verbatim(message) };
}

const STRICT = { whitelist: true, forbidNonWhitelisted: true } as const;

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The one check of every body, over HTTP and queues: unknown fields are refused; the exception names each field. */
export function validationPipe(): PipeTransform<unknown, Promise<unknown>> {
  const pipe = new ValidationPipe({
    ...STRICT,
    transform: true,
    exceptionFactory: (errors) => refusedFor(fieldErrors(errors)),
  });
  return {
    transform: async (value, metadata) => {
      const { metatype, type } = metadata;
      // Neither what a decorator of ours found nor a part of a path is a form.
      if (type === 'custom' || (metatype === String && typeof value === 'string')) return value;
      if (metatype && isObject(value)) {
        const form = metatype as Form;
        const excess = excessIn(form, value);
        if (excess.length > 0) throw refusedFor(excess);
        const right = certainly(form, value);
        if (right) return right;
      }
      const passed: unknown = await pipe.transform(value, metadata);
      return passed;
    },
  };
}

function refusedFor(errors: FieldError[]): BadRequestException {
  return new BadRequestException({
    statusCode: 400,
    error: 'Bad Request',
    message: errors.map((error) => error.message.en),
    errors,
  });
}

/** The same check of an object that is one of many in its message: the object, or what is wrong with it. */
export function wellFormed<T extends object>(type: new () => T, value: object): T | FieldError[] {
  const excess = isObject(value) ? excessIn(type, value) : [];
  if (excess.length > 0) return excess;
  const right = certainly(type, value);
  if (right) return right;
  const instance = plainToInstance(type, value);
  const errors = validateSync(instance, STRICT);
  return errors.length === 0 ? instance : fieldErrors(errors);
}

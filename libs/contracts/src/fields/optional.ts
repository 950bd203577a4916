import { ValidateIf } from 'class-validator';

/**
 * A field that may be left out. Left out has one form, absent: `null` is checked like any other value and refused. The library's decorator of this
 * name takes both, and a reader of the field who asks for `undefined` mistakes the other one (lint forbids it).
 */
export function IsOptional(): PropertyDecorator {
  return ValidateIf((_fields, value) => value !== undefined);
}

/** A field that is always there, and `null` where there is nothing to say. */
export function IsNullable(): PropertyDecorator {
  return ValidateIf((_fields, value) => value !== null);
}

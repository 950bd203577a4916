import 'reflect-metadata';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, ValidateNested } from 'class-validator';
import { all } from './all';
import { formMessage } from '../words/forms';

const CLASS = Symbol('nested');

/** A nested object of the class given. */
export function Nested(type: () => new () => object): PropertyDecorator {
  // ValidateNested alone lets an absent object pass, and a list of none.
  return all(
    IsObject({ message: formMessage('form.object') }),
    ValidateNested(),
    Type(type),
    Reflect.metadata(CLASS, type),
  );
}

/** A list of objects of the class given, at most `max`. */
export function NestedList(type: () => new () => object, max: number): PropertyDecorator {
  return all(
    IsArray(),
    ArrayMaxSize(max),
    // ValidateNested takes a list for its elements, and one of none for right.
    IsObject({ each: true, message: formMessage('form.object') }),
    ValidateNested({ each: true }),
    Type(type),
    Reflect.metadata(CLASS, type),
  );
}

/** Of what class the nested object or objects of a field are. */
export function nestedClassOf(
  of: new () => object,
  property: string,
): (new () => object) | undefined {
  const type = Reflect.getMetadata(CLASS, of.prototype as object, property) as
    (() => new () => object) | undefined;
  return type?.();
}

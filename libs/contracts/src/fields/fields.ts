import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  registerDecorator,
  ValidateNested,
} from 'class-validator';
import { isCalendarDay } from './calendar';
import { refuse, type Refusal } from '../refusals/refusals';

export const ROLES = ['citizen', 'reviewer', 'officer', 'registrar', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Languages that people read here. */
export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

function all(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, propertyName) => {
    for (const decorate of decorators) decorate(target, propertyName);
  };
}

/** An opaque id: 1–64 characters that are safe in a path and a log line. */
export function IsId(): PropertyDecorator {
  return all(IsString(), Matches(/^[A-Za-z0-9_-]{1,64}$/, { message: '$property must be an id' }));
}

/** Ids of documents, at most ten. */
export function IsIdList(): PropertyDecorator {
  return all(
    IsArray(),
    ArrayMaxSize(10),
    Matches(/^[A-Za-z0-9_-]{1,64}$/, {
      each: true,
      message: 'each value in $property must be an id',
    }),
  );
}

/** A mainland mobile number, 11 digits (rules.md §1). */
export function IsPhone(): PropertyDecorator {
  return all(
    IsString(),
    Matches(/^1[3-9]\d{9}$/, { message: '$property must be an 11-digit mainland mobile number' }),
  );
}

/** Text a person wrote: trimmed length within bounds, no control characters. */
export function IsText(min: number, max: number): PropertyDecorator {
  return all(
    IsString(),
    Length(min, max),
    Matches(/^(?!\s*$)[^\u0000-\u0008\u000b\u000c\u000e-\u001f]*$/u, {
      message: '$property must be readable text',
    }),
  );
}

/** A calendar day `YYYY-MM-DD` that exists. */
export function IsDay(): PropertyDecorator {
  return (target, propertyName) => {
    registerDecorator({
      name: 'isDay',
      target: target.constructor,
      propertyName: String(propertyName),
      validator: {
        validate: (value: unknown) => typeof value === 'string' && isCalendarDay(value),
        defaultMessage: () => '$property must be a calendar day YYYY-MM-DD',
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
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' && pattern.test(value) && !Number.isNaN(Date.parse(value)),
        defaultMessage: () => '$property must be an RFC 3339 time with offset',
      },
    });
  };
}

/** Whole fen, 0 … 1 000 000 yuan. */
export function IsFen(): PropertyDecorator {
  return all(IsInt(), Min(0), Max(100_000_000));
}

/** A nested object of the class given. */
export function Nested(type: () => new () => object): PropertyDecorator {
  // ValidateNested alone lets an absent object pass, and a list of none.
  return all(IsObject({ message: '$property must be an object' }), ValidateNested(), Type(type));
}

/** A list of objects of the class given, at most `max`. */
export function NestedList(type: () => new () => object, max: number): PropertyDecorator {
  return all(IsArray(), ArrayMaxSize(max), ValidateNested({ each: true }), Type(type));
}

/** Who asks, as the gateway read it from the access token. */
export class Caller {
  @IsId() accountId: string;
  @IsIn(ROLES, { each: true }) roles: Role[];
  @IsOptional() @IsId() sessionId?: string;
}

/** An `Idempotency-Key` as services see it: a hash over caller, method, path and key, and a hash of the body. */
export class CommandKey {
  @IsString() @Length(1, 128) id: string;
  @IsString() @Length(1, 128) bodyHash: string;
}

/** What every command of a person carries beside its own fields. */
export class Command {
  @Nested(() => Caller) caller: Caller;
  @IsOptional() @Nested(() => CommandKey) idempotency?: CommandKey;
}

/** A staff member's decision on an item read before; `ifMatch` is its etag, verbatim. */
export class StaffCommand extends Command {
  @IsOptional() @IsString() @Length(0, 200) ifMatch?: string;
}

/** What every query of a person carries. */
export class Query {
  @Nested(() => Caller) caller: Caller;
}

/** `?limit=` 1–100 and `?cursor=`, as every list takes them. */
export class PageQuery {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100) limit?: number;
  @IsOptional() @IsString() @Length(1, 200) cursor?: string;
}

/** The caller asks for a list of their own. */
export class ListOfCaller extends Query {
  @Nested(() => PageQuery) page: PageQuery;
}

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** One line of a case's timeline. */
export class TimelineEntry {
  at: string;
  what: string;
}

export class DecisionBody {
  @IsIn(['approve', 'reject']) decision: 'approve' | 'reject';
  @IsOptional() @IsText(1, 500) reason?: string;
}

/** Form of a decision, checked before what it is about is looked for. */
export function checkDecision({ decision, reason }: DecisionBody): Refusal | undefined {
  if (decision === 'approve' || reason) return undefined;
  return refuse('VALIDATION_FAILED', {
    errors: [{ field: 'reason', message: 'reason is needed to reject' }],
  });
}

/** A request without fields. */
export class Nothing {}

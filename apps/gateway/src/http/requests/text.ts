import { refuse, wording, type Refusal } from '@demerit/contracts';
import { MOST_NAMED, shown, type FieldError } from '@demerit/platform';
import type { FastifyRequest } from 'fastify';

/** Headers whose text the gateway reads; Node hands each on as if its bytes were Latin-1. */
const HEADERS = ['Accept', 'Accept-Language', 'Idempotency-Key', 'If-Match', 'Last-Event-ID'].map(
  (name) => ({ name, key: name.toLowerCase() }),
);
const ASCII = /^[\u0000-\u007f]*$/;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The text of UTF-8 bytes; undefined where they are none, which a lenient reader would fill with `�` for ever. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The refusal of a body, or a part of what was sent, whose bytes are no UTF-8. */
export function notUtf8(field: string): FieldError {
  return { field, message: wording('form.utf8', { field }) };
}

/** The refusal of a field that the interface does not have. */
export function unknownField(field: string): FieldError {
  return { field, message: wording('form.unknown', { field }) };
}

/** Names that every object or class has, such as `__proto__`: they slip past what looks for fields that are declared. */
export function isOfEveryObject(name: string): boolean {
  return name === 'prototype' || name in Object.prototype;
}

/** Against a query or a header that is no UTF-8 text; of an address Fastify decides before (`frameworkErrors`), of bytes not encoded in it Node. */
export function againstHead({ headers, raw }: FastifyRequest): Refusal | undefined {
  const { url = '' } = raw;
  const mark = url.indexOf('?');
  const errors =
    mark === -1
      ? []
      : url
          .slice(mark + 1)
          .split('&')
          .flatMap(wrongInParameter);
  for (const { name, key } of HEADERS) if (!isUtf8Header(headers[key])) errors.push(notUtf8(name));
  if (errors.length === 0) return undefined;
  return refuse('VALIDATION_FAILED', { errors: errors.slice(0, MOST_NAMED) });
}

function wrongInParameter(parameter: string): FieldError[] {
  const name = decoded(parameter.split('=', 1)[0] ?? '');
  if (name === undefined || decoded(parameter) === undefined)
    return [notUtf8(shown(name ?? 'query'))];
  return isOfEveryObject(name) ? [unknownField(name)] : [];
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function isUtf8Header(value: string | string[] | undefined): boolean {
  if (value === undefined || (typeof value === 'string' && ASCII.test(value))) return true;
  return [value].flat().every((one) => textOf(Buffer.from(one, 'latin1')) !== undefined);
}

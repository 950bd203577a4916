import { READABLE_PLATE_TYPES, REFUSALS, TIMELINE_STEPS } from '@demerit/contracts';
import type { OpenAPIObject } from '@nestjs/swagger';

/** What the names of fields say of their values: the same name has the same form everywhere, so that it is said once. */

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** A schema as it is written. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  pattern?: string;
  enum?: readonly string[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}

/** By schema and field, `Class.field`; a parameter by its name. */
const ENUMS: Readonly<Record<string, readonly string[]>> = {
  'Problem.code': Object.keys(REFUSALS),
  'RejectedLine.code': Object.keys(REFUSALS),
  'HandlingMethod.code': Object.keys(REFUSALS),
  'TimelineEntry.what': TIMELINE_STEPS,
  // Answers carry the names alone.
  plateType: READABLE_PLATE_TYPES,
  'BindingBody.plateType': READABLE_PLATE_TYPES,
  'OpeningSlot.plateType': READABLE_PLATE_TYPES,
  'RegistryVehicle.plateType': READABLE_PLATE_TYPES,
  'RegistryViolation.plateType': READABLE_PLATE_TYPES,
};

/** An instant or a day. */
const EITHER: ReadonlySet<string> = new Set(['RegistryVehicle.ownerSince']);

/** Whole, or masked in lists. */
const MASKED_OR_NOT = { pattern: '^(1[3-9][0-9]{9}|0[0-9]{9,11}|[0-9]{3}[*]+[0-9]{4})$' };
const EITHER_PHONE: ReadonlySet<string> = new Set(['Party.phone']);

const FORMS: readonly [RegExp, Pick<Schema, 'format' | 'pattern'>][] = [
  [/(On|^day|^from|^to|^validUntil)$/, { format: 'date' }],
  [/(At|^at|^since|^until|Since|From|Until)$/, { format: 'date-time' }],
  [/(Id|Ids)$/, { pattern: '^[A-Za-z0-9_-]{1,64}$' }],
  [/^phone$/, { pattern: '^(1[3-9][0-9]{9}|0[0-9]{9,11})$' }],
  [/^phoneMasked$/, { pattern: '^[0-9]{3}[*]+[0-9]{4}$' }],
];

/** Says the form of each field of these schemas. */
export function sayForms(schemas: Schemas): void {
  for (const [name, schema] of Object.entries(schemas)) sayFormsOf(name, schema);
}

/** The same of a schema that has no name, and of what stands within it. */
export function sayFormsOf(name: string, { properties = {}, items }: Schema): void {
  if (items) sayFormsOf(name, items);
  for (const [field, schema] of Object.entries(properties)) {
    sayForm(`${name}.${field}`, field, schema);
    sayFormsOf(`${name}.${field}`, schema);
  }
}

/** Of a parameter too, which stands in no schema. */
export function sayForm(place: string, field: string, schema: Schema): void {
  const values = schema.items ?? schema;
  const options = ENUMS[place];
  if (options) values.enum = options;
  const types = [values.type].flat();
  if (!types.includes('string') || values.enum || values.format || values.pattern) return;
  if (EITHER.has(place)) return;
  if (EITHER_PHONE.has(place)) Object.assign(values, MASKED_OR_NOT);
  else Object.assign(values, FORMS.find(([pattern]) => pattern.test(field))?.[1]);
}

/** Unknown fields of a body are refused: whatever can be reached from one is closed. */
export function closeBodies(bodies: readonly Schema[], schemas: Schemas): void {
  const seen = new Set<Schema>();
  const close = (schema: Schema): void => {
    if (seen.has(schema)) return;
    seen.add(schema);
    const named = schema.$ref?.split('/').at(-1);
    if (named !== undefined) close(schemas[named] as Schema);
    if (schema.properties) schema.additionalProperties ??= false;
    const within = [schema.items ?? [], ...Object.values(schema.properties ?? {})].flat();
    const parts = [schema.allOf, schema.anyOf, schema.oneOf].flatMap((list) => list ?? []);
    for (const one of [...within, ...parts]) close(one);
  };
  for (const body of bodies) close(body);
}

import type { OpenAPIObject } from '@nestjs/swagger';
import { describe } from './described';
import { ACCEPT_LANGUAGE, ETAG } from './headers';
import { operationsOf, type Operation } from './operations';
import { addRefusals } from './refusals';
import { closeBodies, sayForm, sayForms, sayFormsOf, type Schema } from './schemas';

/** The document that the classes and routes give, and what is true of all of them: refusals, headers, closed bodies, forms. rules.md §10.document. */
export function completed(document: OpenAPIObject): OpenAPIObject {
  const whole = withWholeNumbers(document);
  const schemas = whole.components?.schemas ?? {};
  const bodies: Schema[] = [];
  for (const place of operationsOf(whole)) {
    const { path, method, operation } = place;
    describe(place);
    addRefusals(operation, path, method);
    // Said of each, so that nobody takes a route for public whose rule was forgotten.
    operation.security ??= [];
    if (path.startsWith('/v1/')) (operation.parameters ??= []).push(ACCEPT_LANGUAGE);
    sayParameters(operation);
    if (method === 'get') sayEtag(operation, schemas);
    bodies.push(...schemasOf(operation.requestBody));
    for (const response of Object.values(operation.responses))
      for (const schema of schemasOf(response)) sayFormsOf('', schema);
  }
  sayForms(schemas);
  closeBodies(bodies, schemas);
  for (const name of unused(whole)) Reflect.deleteProperty(schemas, name);
  return whole;
}

function sayParameters({ parameters = [] }: Operation): void {
  for (const parameter of parameters) {
    if (!('name' in parameter) || !parameter.schema) continue;
    sayForm(parameter.name, parameter.name, parameter.schema);
  }
}

function sayEtag({ responses }: Operation, schemas: Record<string, Schema>): void {
  const [answer] = schemasOf(responses['200']);
  const name = answer?.$ref?.split('/').at(-1) ?? '';
  if (schemas[name]?.properties?.['etag']) Object.assign(responses['200'] ?? {}, { headers: ETAG });
}

/** Schemas that the build wrote for methods that are no routes. */
function unused(document: OpenAPIObject): string[] {
  const text = JSON.stringify(document);
  const names = Object.keys(document.components?.schemas ?? {});
  return names.filter((name) => !text.includes(`"#/components/schemas/${name}"`));
}

/** Those of JSON that stand in a body or an answer. */
function schemasOf(of: object | undefined): Schema[] {
  const content = (of as { content?: Record<string, { schema?: Schema }> } | undefined)?.content;
  return Object.values(content ?? {}).flatMap(({ schema }) => (schema ? [schema] : []));
}

/** The interface has no fractions: fen, points, days and sizes are whole. TypeScript has one word for both. */
function withWholeNumbers(document: OpenAPIObject): OpenAPIObject {
  const text = JSON.stringify(document, (name, value: unknown) =>
    name === 'type' && value === 'number' ? 'integer' : value,
  );
  return JSON.parse(text) as OpenAPIObject;
}

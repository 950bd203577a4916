import { api, ok } from './support';

jest.setTimeout(60_000);

interface Schema {
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema | boolean;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}
interface Body {
  description?: string;
  content?: Record<string, { schema?: Schema }>;
}
interface Operation {
  summary?: string;
  parameters?: { name: string; in: string; description?: string }[];
  requestBody?: Body;
  responses: Record<string, Body>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** The fields of a schema, and of what stands within it, that nothing is said of. */
function silentFields(place: string, schema: Schema): string[] {
  const { properties = {}, items, additionalProperties, allOf, anyOf, oneOf } = schema;
  const values = typeof additionalProperties === 'object' ? [additionalProperties] : [];
  const parts = [items ?? [], values, allOf ?? [], anyOf ?? [], oneOf ?? []].flat();
  return [
    ...parts.flatMap((part) => silentFields(place, part)),
    ...Object.entries(properties).flatMap(([name, field]) => {
      const within = silentFields(`${place}.${name}`, field);
      return field.description ? within : [`${place}.${name}`, ...within];
    }),
  ];
}

function silentIn(place: string, { content = {} }: Body): string[] {
  return Object.values(content).flatMap(({ schema = {} }) => silentFields(place, schema));
}

/** What nothing is said of in an operation: itself, parameters, answers, fields of bodies without a name. */
function silentParts(place: string, operation: Operation): string[] {
  const { summary, parameters = [], requestBody = {}, responses } = operation;
  const replies = Object.entries(responses);
  return [
    ...(summary ? [] : [`${place}: summary`]),
    ...parameters
      .filter(({ description }) => !description)
      .map((parameter) => `${place}: ${parameter.in} ${parameter.name}`),
    ...replies
      .filter(([, { description }]) => !description)
      .map(([status]) => `${place}: answer ${status}`),
    ...silentIn(`${place}: body`, requestBody),
    ...replies.flatMap(([status, answer]) => silentIn(`${place}: ${status}`, answer)),
  ];
}

describe('given the API document of the running system', () => {
  let document: Document;
  beforeAll(async () => {
    document = await ok(api().get<Document>('/openapi.json'));
  });

  it('§10.document.described: then every field of a schema says what it is', () => {
    const schemas = Object.entries(document.components.schemas);
    expect(schemas.length).toBeGreaterThan(90);
    const silent = schemas.flatMap(([name, schema]) => silentFields(name, schema));
    expect({ 'describe with a doc comment': silent }).toEqual({
      'describe with a doc comment': [],
    });
  });

  it('§10.document.described: then every operation, its parameters and its answers say what they are', () => {
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(
        ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
      ),
    );
    expect(operations.length).toBeGreaterThan(70);
    const silent = operations.flatMap(([place, operation]) => silentParts(place, operation));
    expect({ describe: silent }).toEqual({ describe: [] });
  });
});

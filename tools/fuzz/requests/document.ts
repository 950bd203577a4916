/** What is read of the OpenAPI document that the gateway serves. */
export interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

export interface Schema {
  $ref?: string;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  type?: string | string[];
  enum?: unknown[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
}

interface Content {
  schema: Schema;
  example?: unknown;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema?: Schema;
}

interface Operation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, unknown>;
  security?: { bearer: string[] }[];
}

export interface Route {
  /** `POST /v1/bindings/{bindingId}/consent` */
  name: string;
  method: string;
  path: string;
  parameters: Parameter[];
  /** By media type; empty where it takes none. */
  bodies: Record<string, Content>;
  statuses: number[];
  /** `public`, `anyone` who is logged in, or the roles one of which is needed. */
  who: 'public' | 'anyone' | string[];
}

export function routesOf(document: Document): Route[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([lower, operation]) => {
      const method = lower.toUpperCase();
      const roles = operation.security?.flatMap(({ bearer }) => bearer);
      return {
        name: `${method} ${path}`,
        method,
        path,
        parameters: operation.parameters ?? [],
        bodies: operation.requestBody?.content ?? {},
        statuses: Object.keys(operation.responses).map(Number),
        who: whoMay(operation.security, roles),
      };
    }),
  );
}

/** With `none` for whoever has no token: everybody whom a route may tell apart. */
export function callersOf(routes: readonly Route[]): string[] {
  const named = routes.flatMap(({ who }) => (typeof who === 'string' ? [] : who));
  return ['none', 'citizen', ...[...new Set(named)].sort()];
}

/** Whether a caller gets past the guard of the route. */
export function mayCall({ who }: Pick<Route, 'who'>, caller: string): boolean {
  if (who === 'public') return true;
  if (caller === 'none') return false;
  return who === 'anyone' || who.includes(caller);
}

/** The schema that a reference, or a lone part of `allOf`, stands for. */
export function resolved(schema: Schema, { components }: Pick<Document, 'components'>): Schema {
  const [part] = schema.allOf ?? [];
  if (part && schema.allOf?.length === 1) return resolved(part, { components });
  const name = schema.$ref?.split('/').at(-1);
  const meant = name === undefined ? schema : components.schemas[name];
  if (!meant) throw new Error(`the document has no schema ${String(name)}`);
  return meant === schema ? schema : resolved(meant, { components });
}

function whoMay(security: Operation['security'], roles: string[] = []): Route['who'] {
  if (!security || security.length === 0) return 'public';
  return roles.length === 0 ? 'anyone' : roles;
}

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { api, ok } from './support';

const run = promisify(execFile);
const LINT_TIMEOUT_MS = 60_000;

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}
type Content = Record<string, { schema: Schema; example?: unknown }>;
interface Operation {
  security?: unknown[];
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Content };
  responses: Record<string, { description?: string; headers?: object; content?: Content }>;
}
interface Schema {
  $ref?: string;
  properties?: Record<string, Schema & { format?: string; pattern?: string; enum?: string[] }>;
  additionalProperties?: unknown;
}

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);

let document: Document;
let operations: { route: string; operation: Operation }[];

beforeAll(async () => {
  document = await ok(api().get<Document>('/openapi.json'));
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => METHODS.has(method))
      .map(([method, operation]) => ({ route: `${method} ${path}`, operation })),
  );
});

const fields = (name: string) => document.components.schemas[name]?.properties ?? {};

describe('the document of the interface', () => {
  it(
    '§10.document.lint: has no errors and no warnings by the recommended rules',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'openapi-'));
      const file = join(folder, 'openapi.json');
      await writeFile(file, JSON.stringify(document));
      const cli = require.resolve('@redocly/cli/bin/cli.js');
      const sent = run(process.execPath, [cli, 'lint', '--format=json', file]);
      const { stdout } = await sent.finally(() => rm(folder, { recursive: true }));
      expect(JSON.parse(stdout)).toMatchObject({
        totals: { errors: 0, warnings: 0 },
        problems: [],
      });
    },
    LINT_TIMEOUT_MS,
  );

  it('§10.document.closed: closes every body that is JSON, and whatever stands in it', () => {
    const open = operations.flatMap(({ route, operation: { requestBody } }) => {
      const schema = requestBody?.content['application/json']?.schema;
      const name = schema?.$ref?.split('/').at(-1);
      return name && document.components.schemas[name]?.additionalProperties !== false
        ? [route]
        : [];
    });
    expect(open).toEqual([]);
    expect(document.components.schemas['RegistryOwner']).toMatchObject({
      additionalProperties: false,
    });
  });

  it('§10.document.enums: lists closed sets', () => {
    expect(fields('Problem')['code']?.enum).toContain('VEHICLE_LIMIT_REACHED');
    expect(fields('HandlingMethod')['code']?.enum).toContain('WINDOW_REQUIRED');
    expect(fields('RejectedLine')['code']?.enum).toContain('PLATE_INVALID');
    expect(fields('TimelineEntry')['what']?.enum).toContain('points_recorded_overdue');
    expect(fields('BindingBody')['plateType']?.enum).toEqual(
      expect.arrayContaining(['small', '02']),
    );
    expect(fields('DeskVehicle')['plateType']?.enum).not.toContain('02');
  });

  it('§10.document.forms: says the form of instants, days, ids and phones', () => {
    expect(fields('Violation')['occurredAt']).toMatchObject({ format: 'date-time' });
    expect(fields('Order')['dueOn']).toMatchObject({ format: 'date' });
    expect(fields('OverviewPeriod')['from']).toMatchObject({ format: 'date' });
    expect(fields('Party')['phone']?.pattern).toContain('[*]');
    expect(fields('CatalogueFine')['from']).toMatchObject({ format: 'date' });
    expect(fields('Handling')['orderId']).toMatchObject({ pattern: '^[A-Za-z0-9_-]{1,64}$' });
    expect(fields('CodeBody')['phone']?.pattern).toContain('1[3-9]');
  });

  it('§10.document.headers: says when to come back, in which language to ask, and where a stream goes on', () => {
    const of = (route: string) => operations.find((one) => one.route === route)?.operation;
    const silent = operations.filter(
      ({ operation: { responses } }) =>
        !('Retry-After' in (responses['429']?.headers ?? {})) ||
        !('Retry-After' in (responses['503']?.headers ?? {})),
    );
    expect(silent.map(({ route }) => route)).toEqual([]);
    const names = (route: string) => of(route)?.parameters?.map(({ name }) => name.toLowerCase());
    expect(names('get /v1/me')).toContain('accept-language');
    expect(names('get /v1/me/events')).toContain('last-event-id');
    expect(names('post /v1/webhooks/payments/{provider}')).toContain('x-demerit-signature');
    expect(of('post /v1/auth/codes')).toMatchObject({ security: [] });
  });

  // That each is as its schema says is among what lint looks at.
  it('§10.document.examples: shows each request and what it is answered with, as it was seen', () => {
    const silent = operations.flatMap(
      ({ route, operation: { parameters, requestBody, responses } }) => {
        const replies = Object.entries(responses).filter(([status]) => status.startsWith('2'));
        const contents = [requestBody, ...replies.map(([, answer]) => answer)];
        const without = contents
          .flatMap((one) => Object.entries(one?.content ?? {}))
          .filter(([, { example }]) => example === undefined)
          .map(([type]) => `${route}: ${type}`);
        const unnamed = (parameters ?? [])
          .filter((parameter) => parameter.in === 'path' && !('example' in parameter))
          .map(({ name }) => `${route}: ${name}`);
        return [...without, ...unnamed];
      },
    );
    expect(silent).toEqual([]);
    const refusing = operations.filter(({ operation: { responses } }) =>
      Object.values(responses).some(
        ({ content }) => content?.['application/problem+json']?.example !== undefined,
      ),
    );
    expect(refusing.length).toBeGreaterThan(80);
  });

  it('§10.document.headers: says with which single items ETag comes, and where it is sent back', () => {
    const routes = operations.filter(
      ({ operation: { responses } }) => 'ETag' in (responses['200']?.headers ?? {}),
    );
    expect(routes.map(({ route }) => route).sort()).toEqual([
      'get /v1/review/bindings/{bindingId}',
      'get /v1/review/disputes/{disputeId}',
      'get /v1/review/identity-verifications/{accountId}',
      'get /v1/review/key-review-targets/{targetId}',
      'get /v1/review/organisations/{organisationId}',
      'get /v1/review/reconciliation/{differenceId}',
      'get /v1/sanction-cases/{caseId}',
    ]);
    const decisions = operations.filter(({ operation: { parameters = [] } }) =>
      parameters.some(({ name }) => name === 'If-Match'),
    );
    expect(decisions).toHaveLength(10);
  });

  it('§10.document.order: says of each list how it is ordered', () => {
    const orders = operations.flatMap(({ route, operation: { responses } }) => {
      const [order, rest] = responses['200']?.description?.split(', a page ') ?? [];
      return rest === undefined || order === 'Newest first' ? [] : [`${route}: ${order ?? ''}`];
    });
    expect(orders.sort()).toEqual([
      'get /v1/me/vehicles: In the order of their ids',
      'get /v1/review/bindings: Longest waiting first',
      'get /v1/review/disputes: Due first',
      'get /v1/review/identity-verifications: Longest waiting first',
      'get /v1/review/organisations: Longest waiting first',
      'get /v1/violation-catalogue: By code',
      'get /v1/violations: The newest violation first',
    ]);
  });
});

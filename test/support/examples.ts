import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exchange } from '../../tools/dev/client/api';
import { routeOf } from '../../tools/examples/routes';
import table from '../roles.json';

/** Where flows leave what they sent and were answered; `npm run examples` makes of it what the document shows. */
const FOLDER = process.env['DEMERIT_EXAMPLES'];
const ROUTES = Object.keys(table);

/** Each kind of answer of each route once a spec: the first is as good as any. */
const seen = new Set<string>();

/** Keeps what was sent and answered, where examples are asked for. */
export const recordExample: ((exchange: Exchange) => void) | undefined =
  FOLDER === undefined ? undefined : (exchange) => record(FOLDER, exchange);

function record(folder: string, { method, path, sent, status, headers, body }: Exchange): void {
  const route = routeOf(ROUTES, method, path);
  const isJson = headers.get('content-type')?.includes('json') ?? false;
  const { testPath = '', currentTestName: test } = expect.getState();
  const isEmpty = (body as { items?: unknown[] } | undefined)?.items?.length === 0;
  const kind = `${testPath} ${route ?? ''} ${String(status)} ${String(isEmpty)}`;
  if (route === undefined || status === 429 || status >= 500 || seen.has(kind)) return;
  seen.add(kind);
  const spec = testPath.replace(/^.*\/(?=test\/)/, '');
  const example = { spec, test, route, path, sent, status, ...(isJson ? { body } : {}) };
  appendFileSync(join(folder, `${String(process.pid)}.ndjson`), `${JSON.stringify(example)}\n`);
}

/** H1: Node's HTTP server and nothing else; the checks are written by hand. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DISPUTE_GROUNDS, type DisputeBody } from '@demerit/contracts';
import { compete } from '../contest/contestant';
import { disputeOf, PATH, Tokens, type Server, type ServerSettings } from './post';

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const FIELDS = new Set(['ground', 'statement', 'documentIds']);
const GROUNDS = new Set<unknown>(DISPUTE_GROUNDS);
const LONGEST_STATEMENT = 2_000;
const MOST_DOCUMENTS = 10;
const UNREADABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069]/;

function bodyIn(text: string): DisputeBody | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return isDisputeBody(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isDisputeBody(value: unknown): value is DisputeBody {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (!Object.keys(value).every((name) => FIELDS.has(name))) return false;
  const { ground, statement, documentIds } = value as Partial<Record<string, unknown>>;
  return GROUNDS.has(ground) && isReadable(statement) && areIds(documentIds);
}

function isReadable(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > LONGEST_STATEMENT) return false;
  return value.trim() !== '' && !UNREADABLE.test(value);
}

function areIds(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > MOST_DOCUMENTS) return false;
  return value.every((id) => typeof id === 'string' && ID.test(id));
}

function textOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks).toString()));
    request.on('error', reject);
  });
}

function answer(response: ServerResponse, status: number, value: object): void {
  const content = Buffer.from(JSON.stringify(value));
  const type = 'application/json; charset=utf-8';
  response.writeHead(status, { 'content-type': type, 'content-length': content.length });
  response.end(content);
}

void compete(async ({ jwks }: ServerSettings): Promise<Server> => {
  const tokens = new Tokens(jwks);
  const outcomeOf = async (request: IncomingMessage): Promise<[status: number, value: object]> => {
    const violationId = PATH.exec(request.url ?? '')?.[1];
    const accountId = await tokens.accountOf(request.headers.authorization);
    if (violationId === undefined) return [404, { error: 'Not Found' }];
    if (accountId === undefined) return [401, { error: 'Unauthorized' }];
    const body = bodyIn(await textOf(request));
    if (body === undefined) return [400, { error: 'Bad Request' }];
    return [201, disputeOf(accountId, violationId, body)];
  };
  const server = createServer((request, response) => {
    outcomeOf(request).then(
      ([status, value]) => answer(response, status, value),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: async () => `http://127.0.0.1:${port}` };
});

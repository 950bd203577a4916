import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Api } from './api';

type Said = [status: number, code?: string];

const UNKNOWN: Said = [503, 'SERVICE_UNAVAILABLE'];
const DONE: Said = [200];
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A gateway that answers from a list, the last one again and again, and what it was asked. */
async function gateway(...script: [Said, ...Said[]]) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    const [status, code] = (script.length > 1 ? script.shift() : script[0]) ?? DONE;
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify({ code }));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const api = new Api(`http://127.0.0.1:${String(port)}`, undefined, undefined, [1, 2, 3]);
  const keys = () => asked.map(({ headers }) => headers['idempotency-key']);
  return { api: api.as('t'), asked, keys };
}

describe('a client that must get on with it', () => {
  it('repeats under the same key what nobody knows the outcome of, and what is still at work', async () => {
    const { api, keys } = await gateway(UNKNOWN, [409, 'IDEMPOTENCY_IN_PROGRESS'], DONE);
    expect((await api.post('/v1/bindings')).status).toBe(200);
    expect(keys()).toHaveLength(3);
    expect(keys()[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(keys()).size).toBe(1);
  });

  it('gives each request a key of its own, and lets the caller choose it', async () => {
    const { api, keys } = await gateway(DONE);
    await api.post('/v1/bindings');
    await api.post('/v1/bindings');
    await api.post('/v1/bindings', {}, { idempotencyKey: 'mine' });
    expect(new Set(keys()).size).toBe(3);
    expect(keys()[2]).toBe('mine');
  });

  it('repeats without a key what is the same when it is done twice', async () => {
    const { api, keys } = await gateway(UNKNOWN, DONE);
    expect((await api.put('/v1/registry/vehicles', {})).status).toBe(200);
    expect(keys()).toEqual([undefined, undefined]);
  });

  it('gives up in the end', async () => {
    const { api, asked } = await gateway(UNKNOWN);
    expect((await api.get('/v1/me')).status).toBe(503);
    expect(asked).toHaveLength(4);
  });

  it.each<[string, string, Said]>([
    ['a refusal', '/v1/bindings', [409, 'ALREADY_BOUND']],
    ['a log-in, which takes no key', '/v1/auth/codes', UNKNOWN],
  ])('does not repeat %s', async (_what, path, answer) => {
    const { api, asked } = await gateway(answer);
    expect((await api.post(path)).status).toBe(answer[0]);
    expect(asked).toHaveLength(1);
  });

  it('repeats nothing unless it is told to be patient', async () => {
    const { api, asked, keys } = await gateway(UNKNOWN);
    expect((await new Api(api.gatewayUrl).post('/v1/bindings')).status).toBe(503);
    expect(asked).toHaveLength(1);
    expect(keys()).toEqual([undefined]);
  });
});

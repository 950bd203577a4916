import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Denials } from '../src/http/logins/denials';
import { TrialGateway } from './gateway';

const SOON = new Date(Date.now() + 600_000).toISOString();
/** Of a form, up to its file. */
const FORM =
  '--x\r\ncontent-disposition: form-data; name="kind"\r\n\r\nevidence\r\n' +
  '--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\na';

describe('a body that comes when its token is refused already', () => {
  let gateway: TrialGateway;
  beforeEach(async () => {
    gateway = await TrialGateway.start();
    gateway.learnKeys();
    await gateway.app.listen({ port: 0, host: '127.0.0.1' });
  }, 30_000);
  afterEach(() => gateway.app.close());

  it.each([
    ['an object', 'PUT', '/v1/registry/vehicles', 'application/json', '{', '}'],
    [
      'a file',
      'POST',
      '/v1/me/documents',
      'multipart/form-data; boundary=x',
      FORM,
      '\r\n--x--\r\n',
    ],
    ['lines', 'PUT', '/v1/registry/vehicles', 'application/x-ndjson', '{}\n', '{}\n'],
    [
      'lines without end',
      'PUT',
      '/v1/registry/vehicles',
      'application/x-ndjson',
      '{}\n',
      undefined,
    ],
  ])(
    '§1.token.denied: %s: then the request is refused like any other',
    async (_what, method, path, type, beginning, rest) => {
      const as = await gateway.withRoles('citizen', 'registrar');
      const headers = { authorization: `Bearer ${as}`, 'content-type': type };
      const sending = request(`${await gateway.app.getUrl()}${path}`, {
        method,
        headers: { ...headers, 'transfer-encoding': 'chunked', expect: '100-continue' },
      });
      const answered = new Promise<number>((resolve, reject) => {
        sending.on('error', reject);
        sending.on('response', (response) => resolve(response.resume().statusCode ?? 0));
      });
      const isRead = new Promise((resolve) => sending.once('continue', resolve));
      sending.flushHeaders();
      await isRead;
      sending.write(beginning);
      // The token is looked at as soon as the headers are there, and the first bytes after it.
      await sleep(200);
      gateway.app.get(Denials).take([{ id: 'ses_1', endsAt: SOON }]);
      if (rest !== undefined) sending.end(rest);
      const status = await answered.finally(() => sending.destroy());
      expect(status).toBe(401);
    },
  );
});

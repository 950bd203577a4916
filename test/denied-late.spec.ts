import { request, type ClientRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '@demerit/contracts';
import { api, eventually, logIn, newcomer, ok, stack, staff } from './support';

jest.setTimeout(60_000);

/** A request whose headers are sent, and whose body comes when its sender likes. */
interface Delayed {
  sending: ClientRequest;
  /** The status of the answer. */
  answered: Promise<number>;
}

/** Resolves when the gateway has read the headers. */
async function holdBack(
  { accessToken }: Session,
  [method, path]: readonly [string, string],
  type: string,
): Promise<Delayed> {
  const headers = {
    authorization: `Bearer ${accessToken}`,
    'content-type': type,
    'transfer-encoding': 'chunked',
    expect: '100-continue',
  };
  const sending = request(`${stack().gatewayUrl}${path}`, { method, headers });
  const answered = new Promise<number>((resolve, reject) => {
    sending.on('error', reject);
    sending.once('response', (response) => {
      response.resume().on('error', () => undefined);
      resolve(response.statusCode ?? 0);
    });
  });
  answered.catch(() => undefined);
  const isRead = new Promise((resolve) => sending.once('continue', resolve));
  sending.flushHeaders();
  await isRead;
  return { sending, answered };
}

async function statusOf({ accessToken }: Session): Promise<number> {
  return (await api().as(accessToken).get('/v1/me')).status;
}

async function logOut(session: Session): Promise<void> {
  await ok(api().as(session.accessToken).delete('/v1/auth/sessions/current'));
  await eventually(async () => (await statusOf(session)) === 401);
}

async function withRoles(accountId: string, roles: string[]): Promise<void> {
  const admin = await staff('admin');
  await ok(admin.post(`/v1/accounts/${accountId}/roles`, { roles }));
}

/** Who has just become a registrar. */
async function newRegistrar(): Promise<Session> {
  const { accountId, refreshToken } = await logIn(api(), newcomer().phone);
  await withRoles(accountId, ['citizen', 'registrar']);
  return ok(api().post<Session>('/v1/auth/sessions/refresh', { refreshToken }));
}

async function loseRole(session: Session): Promise<void> {
  await withRoles(session.accountId, ['citizen']);
  await eventually(async () => (await statusOf(session)) === 401);
}

describe('a request whose body is held back', () => {
  it('§1.token.denied: given a log-out meanwhile, then it is refused when the body is there', async () => {
    const session = await logIn(api(), newcomer().phone);
    const route = ['POST', '/v1/violations/vio_1/acceptances'] as const;
    const { sending, answered } = await holdBack(session, route, 'application/json');
    await logOut(session);
    sending.end('{}');
    expect(await answered).toBe(401);
  });

  it('§1.role.at-once: given that the role is lost meanwhile, then it is refused when the body is there', async () => {
    const session = await newRegistrar();
    const route = ['PUT', '/v1/registry/vehicles'] as const;
    const { sending, answered } = await holdBack(session, route, 'application/json');
    await loseRole(session);
    sending.end('{}');
    expect(await answered).toBe(401);
  });

  it('§1.token.denied: given a file, and a log-out before its end, then it is not stored', async () => {
    const session = await logIn(api(), newcomer().phone);
    const route = ['POST', '/v1/me/documents'] as const;
    const { sending, answered } = await holdBack(session, route, 'multipart/form-data; boundary=x');
    const part = (name: string) => `--x\r\ncontent-disposition: form-data; name="${name}"`;
    sending.write(`${part('kind')}\r\n\r\nevidence\r\n${part('file')}; filename="a"\r\n\r\n`);
    await logOut(session);
    const pdf =
      '%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n';
    sending.end(`${pdf}\r\n--x--\r\n`);
    expect(await answered).toBe(401);
  });

  it.each([
    ['of lines without end', '{"plateNumber":7}\n'],
    ['of a line without end', 'x'],
    ['that has stopped', ''],
  ])(
    '§1.role.at-once: given an import %s, then it ends soon after its registrar has lost the role',
    async (_what, piece) => {
      const session = await newRegistrar();
      const route = ['PUT', '/v1/registry/vehicles'] as const;
      const { sending, answered } = await holdBack(session, route, 'application/x-ndjson');
      sending.write('{"plateNumber":7}\n');
      const writing = setInterval(() => {
        if (piece !== '') sending.write(piece.repeat(100));
      }, 50);
      await loseRole(session);
      const first = await Promise.race([answered, sleep(5_000, 'still going on')]);
      clearInterval(writing);
      sending.destroy();
      expect(first).toBe(401);
    },
  );
});

import type { Me, Session } from '@demerit/contracts';
import { api, logIn, newcomer, ok, refused, staff } from './support';
import { demerit } from './support/operator';

jest.setTimeout(60_000);

interface AuditItem {
  actor: string;
  act: string;
  at: string;
  before?: object;
  after?: object;
}

async function auditOf(accountId: string): Promise<AuditItem[]> {
  const admin = await staff('admin');
  const { items } = await ok(admin.get<{ items: AuditItem[] }>(`/v1/audit?subject=${accountId}`));
  return items;
}

describe('roles', () => {
  it('§1.role.granted §1.audit.row: given by an admin, then the account has exactly these from its next token on, and that is written down', async () => {
    const session = await logIn(api(), newcomer().phone);
    const citizen = { accountId: session.accountId, api: api().as(session.accessToken) };
    const path = `/v1/accounts/${citizen.accountId}/roles`;
    const roles = ['citizen', 'reviewer'];
    await refused(citizen.api.post(path, { roles }), 403, 'FORBIDDEN');
    await refused((await staff('reviewer')).post(path, { roles }), 403, 'FORBIDDEN');

    const admin = await staff('admin');
    await ok(admin.post(path, { roles }));
    await refused(admin.post('/v1/accounts/none/roles', { roles }), 404, 'ACCOUNT_NOT_FOUND');
    await refused(admin.post(path, { roles: ['king'] }), 400, 'VALIDATION_FAILED');
    const { refreshToken } = session;
    const { accessToken } = await ok(
      api().post<Session>('/v1/auth/sessions/refresh', { refreshToken }),
    );
    expect((await ok(api().as(accessToken).get<Me>('/v1/me'))).roles).toEqual(roles);
    const { accountId: actor } = await ok(admin.get<{ accountId: string }>('/v1/me'));
    expect(await auditOf(citizen.accountId)).toMatchObject([
      { actor, act: 'roles.set', before: { roles: ['citizen'] }, after: { roles } },
    ]);
  });

  it('§1.role.first: given by the command line, then to a number without an account too: the first admin is made so', async () => {
    const { phone } = newcomer();
    const words = ['account', 'grant', '--phone', phone, '--roles', 'admin'];
    const { stdout } = await demerit(words);
    const session: Session = await logIn(api(), phone);
    expect(session).toMatchObject({ accountId: stdout.trim(), roles: ['admin'] });
    expect(await auditOf(session.accountId)).toMatchObject([
      { actor: 'command-line', act: 'roles.set', after: { roles: ['admin'] } },
    ]);
  });
});

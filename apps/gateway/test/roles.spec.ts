import { ROLES, type Role } from '@demerit/contracts';
import table from '../../../test/roles.json';
import { TrialGateway } from './gateway';

type Who = 'public' | 'sandbox' | 'anyone' | Role[];
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

const ROWS = Object.entries(table) as [route: string, who: Who][];

function callOf(route: string): [method: Method, path: string] {
  const [method = '', path = ''] = route.split(' ');
  return [method as Method, path.replaceAll(/\{\w+\}|\*/g, 'nobody')];
}

/** Why each of these is wrong in test/roles.json, which says of every route who may call it: public, sandbox, anyone (logged in), or roles. */
describe('the table of who may call what', () => {
  let gateway: TrialGateway;
  beforeAll(async () => {
    gateway = await TrialGateway.start();
    gateway.learnKeys();
  }, 30_000);
  afterAll(() => gateway.app.close());

  it('has a row for every route, and no other', () => {
    const listed = ROWS.map(([route]) => route);
    const missing = gateway.routes.filter((route) => !listed.includes(route));
    const gone = listed.filter((route) => !gateway.routes.includes(route));
    expect({
      'add to test/roles.json, with who may call it': missing,
      'take out of test/roles.json': gone,
    }).toEqual({
      'add to test/roles.json, with who may call it': [],
      'take out of test/roles.json': [],
    });
  });

  it.each(ROWS)(
    '%s is for %j: 401 without a token, then 403 by role, before a body is even looked at',
    async (route, who) => {
      const [method, path] = callOf(route);
      const body = method === 'GET' || method === 'DELETE' ? undefined : '{"broken":';
      const answerTo = async (roles?: Role[]) => {
        // Ends soon, so that a stream of events does.
        const as = roles && (await gateway.token({ roles, endsInS: 2 }));
        return gateway.call(method, path, { ...(as && { as }), ...(body && { body }) });
      };
      const stranger = await answerTo();
      if (who === 'public' || who === 'sandbox') {
        expect(stranger.code).not.toBe('UNAUTHENTICATED');
        return;
      }
      expect(stranger).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
      for (const role of ROLES) {
        const { status, code } = await answerTo([role]);
        const isAllowed = who === 'anyone' || who.includes(role);
        if (isAllowed) expect({ role, status }).not.toMatchObject({ status: 401 });
        expect({ role, isForbidden: status === 403 && code === 'FORBIDDEN' }).toEqual({
          role,
          isForbidden: !isAllowed,
        });
        if (isAllowed && body !== undefined) expect([400, 415]).toContain(status);
      }
    },
    20_000,
  );
});

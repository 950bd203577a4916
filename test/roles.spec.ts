import { api, newCitizen, ok, staff, type Api, type StaffRole } from './support';
import table from './roles.json';

jest.setTimeout(60_000);

type Who = 'public' | 'sandbox' | 'anyone' | StaffRole[];

const ROWS = Object.entries(table) as [route: string, who: Who][];
const STAFF: StaffRole[] = ['reviewer', 'officer', 'registrar', 'admin'];
/** Whoever may call it loses their session by it. */
const LOG_OUT = 'DELETE /v1/auth/sessions/current';
/** Or the account. */
const CLOSE = 'DELETE /v1/me';
/** Does not end by itself. */
const STREAM = 'GET /v1/me/events';

/** The route with ids that nothing has, and nothing in its body. */
async function answerTo(caller: Api, route: string): Promise<{ status: number; code?: string }> {
  const [method = '', path = ''] = route.split(' ');
  const sent = path.replaceAll(/\{\w+\}/g, 'nobody-000').replace('*', '');
  const hasBody = method === 'POST' || method === 'PUT';
  const { status, body } = await caller.call(method, sent, hasBody ? {} : undefined);
  const code = (body as { code?: string } | undefined)?.code;
  return { status, ...(code !== undefined && { code }) };
}

describe('given the running system and an account of each role', () => {
  const callers = new Map<'citizen' | StaffRole, Api>();

  beforeAll(async () => {
    callers.set('citizen', (await newCitizen()).api);
    for (const role of STAFF) callers.set(role, await staff(role));
  });

  it('then every route of its API document has a row in test/roles.json', async () => {
    const document = await ok(api().get<{ paths: Record<string, object> }>('/openapi.json'));
    const routes = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const missing = routes.filter((route) => !ROWS.some(([row]) => row === route));
    expect({ 'add to test/roles.json, with who may call it': missing }).toEqual({
      'add to test/roles.json, with who may call it': [],
    });
  });

  it.each(ROWS.filter(([, who]) => who !== 'public' && who !== 'sandbox'))(
    '§1.role.routes: then %s is for %j',
    async (route, who) => {
      expect(await answerTo(api(), route)).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
      for (const [role, caller] of callers) {
        const isAllowed = who === 'anyone' || (role !== 'citizen' && who.includes(role));
        if (isAllowed && [LOG_OUT, CLOSE, STREAM].includes(route)) continue;
        const { status, code } = await answerTo(caller, route);
        expect({
          role,
          status: status === 401 ? 401 : 0,
          isForbidden: code === 'FORBIDDEN',
        }).toEqual({
          role,
          status: 0,
          isForbidden: !isAllowed,
        });
        if (!isAllowed) expect(status).toBe(403);
      }
    },
  );

  it.each(ROWS.filter(([, who]) => who === 'public' || who === 'sandbox'))(
    'then %s is open to anyone: %s',
    async (route) => {
      const { status, code } = await answerTo(api(), route);
      expect(code).not.toBe('UNAUTHENTICATED');
      expect(status).not.toBe(403);
    },
  );
});

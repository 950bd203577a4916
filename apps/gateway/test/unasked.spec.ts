import table from '../../../test/roles.json';
import { TrialGateway } from './gateway';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const ROUTES = Object.keys(table).filter((route) => route.includes(' /v1/'));
/** Files, and what a provider signed. */
const FOREIGN = ['POST /v1/me/documents', 'POST /v1/webhooks/payments/{provider}'];
const WITH_BODIES = ROUTES.filter((route) => !route.startsWith('GET') && !FOREIGN.includes(route));

describe('a field that nobody asked for', () => {
  let gateway: TrialGateway;
  let as: string;
  beforeAll(async () => {
    gateway = await TrialGateway.start();
    gateway.learnKeys();
    as = await gateway.withRoles('citizen', 'reviewer', 'officer', 'registrar', 'admin');
  }, 30_000);
  afterAll(() => gateway.app.close());

  const answerTo = async (route: string, query: string, body?: object) => {
    const [method = '', path = ''] = route.split(' ');
    const url = path.replaceAll(/\{\w+\}/g, 'nobody') + query;
    const { status, code, json } = await gateway.call(method as Method, url, { as, body });
    return { status, code, errors: json['errors'] };
  };
  const refused = {
    status: 400,
    code: 'VALIDATION_FAILED',
    errors: expect.arrayContaining([expect.objectContaining({ field: 'zzz' })]) as unknown,
  };

  it.each(ROUTES)('§10.forms.unknown: in the query of %s, it is refused', async (route) => {
    expect(await answerTo(route, '?zzz=1')).toEqual(refused);
  });

  it.each(WITH_BODIES)('§10.forms.unknown: in the body of %s, it is refused', async (route) => {
    expect(await answerTo(route, '', { zzz: 1 })).toEqual(refused);
  });

  it.each([
    ['GET /v1/me', `?${Array.from({ length: 900 }, (_, n) => `k${n}=1`).join('&')}`, undefined],
    [
      'GET /v1/bindings',
      `?${Array.from({ length: 900 }, (_, n) => `k${n}=1`).join('&')}`,
      undefined,
    ],
    ['GET /v1/me', `?${'%ff&'.repeat(900)}`, undefined],
    ['DELETE /v1/auth/sessions/current', '', many(5_600)],
    ['POST /v1/auth/codes', '', many(5_600)],
    ['POST /v1/auth/codes', '', { ['x'.repeat(60_000)]: 1 }],
    ['GET /v1/me', `?${'x'.repeat(9_000)}=1`, undefined],
  ])(
    '§10.forms.excess: given far too much of it at %s, then the answer is short',
    async (route, query, body) => {
      const answer = await answerTo(route, query, body);
      expect(answer).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
      expect(JSON.stringify(answer).length).toBeLessThan(3_000);
    },
  );
});

function many(count: number): object {
  return Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, 1]));
}

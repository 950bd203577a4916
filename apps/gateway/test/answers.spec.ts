import { TrialGateway } from './gateway';

describe('every answer', () => {
  let gateway: TrialGateway;
  beforeAll(async () => {
    gateway = await TrialGateway.start();
    gateway.learnKeys();
  }, 30_000);
  afterAll(() => gateway.app.close());

  it('§10.answers.private: of a route that is not the same for everybody is kept by no cache', async () => {
    const open = ['/v1/violation-catalogue', '/v1/policy'];
    const roles = ['citizen', 'reviewer', 'officer', 'registrar', 'admin'] as const;
    const as = await gateway.withRoles(...roles);
    const kept: string[] = [];
    const routes = gateway.routes.filter((route) => route.includes(' /v1/'));
    for (const route of routes) {
      const [method, pattern = ''] = route.split(' ');
      if (open.includes(pattern) || pattern === '/v1/me/events') continue;
      const path = pattern.replaceAll(/\{\w+\}/g, 'some_1');
      for (const token of [as, undefined]) {
        const sent = token === undefined ? {} : { as: token };
        const { headers } = await gateway.call(method as 'GET', path, sent);
        if (headers['cache-control'] !== 'no-store') kept.push(route);
      }
    }
    expect(routes.length).toBeGreaterThan(50);
    expect(kept).toEqual([]);
  }, 30_000);

  it.each([
    ['/v1/nothing', 404],
    ['/v1/%zz', 400],
    [`/v1/violations/${'x'.repeat(500)}`, 400],
    ['/nothing', 404],
  ])(
    '§10.answers.private: where there is no route, %s, is kept by no cache',
    async (path, status) => {
      const answer = await gateway.call('GET', path);
      expect([answer.status, answer.headers['cache-control']]).toEqual([status, 'no-store']);
    },
  );

  it('§10.answers.private: of what is the same for everybody may be kept', async () => {
    expect((await gateway.call('GET', '/v1/policy')).headers).not.toHaveProperty('cache-control');
  });
});

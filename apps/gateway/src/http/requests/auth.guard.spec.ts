import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Role } from '@demerit/contracts';
import { generateKeyPair } from 'jose';
import { TrialGateway, type Claims } from '../../../test/gateway';
import { Logins } from '../logins/logins';
import { guardRoutes } from './auth.guard';

const ROLES = ['citizen', 'reviewer', 'officer', 'registrar', 'admin'] as const;

describe('who may call', () => {
  let gateway: TrialGateway;
  beforeAll(async () => (gateway = await TrialGateway.start()), 30_000);
  afterAll(() => gateway.app.close());

  it('is not decided before there are keys: nobody is sent to log in again', async () => {
    const as = await gateway.token();
    expect(await gateway.call('GET', '/v1/me', { as })).toMatchObject({ status: 503 });
    expect(await gateway.call('GET', '/.well-known/jwks.json')).toMatchObject({ status: 503 });
    expect(await gateway.call('GET', '/v1/me')).toMatchObject({ status: 401 });
  });

  describe('by a token', () => {
    beforeAll(() => gateway.learnKeys());

    it('that is good passes, and then it is the service that does not answer', async () => {
      const as = await gateway.token();
      expect(await gateway.call('GET', '/v1/me', { as })).toMatchObject({ status: 503 });
    });

    it('can be checked by anyone, though identity is away', async () => {
      const { status, json } = await gateway.call('GET', '/.well-known/jwks.json');
      expect([status, json['keys']]).toEqual([200, [expect.objectContaining({ kid: 'k1' })]]);
    });

    it.each<[string, Claims]>([
      ['that ended', { endsInS: -1 }],
      ['of another issuer', { issuer: 'somebody' }],
      ['for another audience', { audience: 'somebody' }],
      ['with roles nobody has', { roles: ['king'] }],
      ['without roles', { roles: 'citizen' }],
    ])('%s is refused', async (_what, claims) => {
      const answer = await gateway.call('GET', '/v1/me', { as: await gateway.token(claims) });
      expect(answer).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    });

    it('that another key signed, or none, is refused', async () => {
      const { privateKey: key } = await generateKeyPair('ES256');
      const forged = await gateway.token({ key });
      const [header = '', payload = ''] = forged.split('.');
      const none = Buffer.from('{"alg":"none"}').toString('base64url');
      for (const as of [forged, `${none}.${payload}.`, `${header}.${payload}`, 'x', ''])
        expect(await gateway.call('GET', '/v1/me', { as })).toMatchObject({ status: 401 });
      const headers = { authorization: `Basic ${await gateway.token()}` };
      expect(await gateway.call('GET', '/v1/me', { headers })).toMatchObject({ status: 401 });
    });

    it('with a key nobody knows yet waits for identity, and says so when that is away', async () => {
      const as = await gateway.token({ kid: 'k2' });
      expect(await gateway.call('GET', '/v1/me', { as })).toMatchObject({ status: 503 });
    });

    it.each<['GET' | 'POST', string, Role]>([
      ['GET', '/v1/review/bindings', 'reviewer'],
      ['GET', '/v1/review/identity-verifications', 'reviewer'],
      ['GET', '/v1/review/key-review-targets', 'reviewer'],
      ['POST', '/v1/review/bindings/bnd_1/decision', 'reviewer'],
      ['POST', '/v1/registry/violations', 'registrar'],
      ['POST', '/v1/accounts/acc_2/roles', 'admin'],
    ])('of a role: %s %s is for a %s', async (method, url, role) => {
      const others = ROLES.filter((other) => other !== role);
      for (const other of others) {
        const answer = await gateway.call(method, url, { as: await gateway.withRoles(other) });
        expect(answer).toMatchObject({ status: 403, code: 'FORBIDDEN' });
      }
      const right = await gateway.call(method, url, {
        as: await gateway.withRoles('citizen', role),
      });
      expect([400, 503]).toContain(right.status);
    });

    it('comes before what was sent: 401, 403, form, then whether there is such a thing', async () => {
      const url = '/v1/accounts/not%20an%20id/roles';
      const [citizen, admin] = [
        await gateway.withRoles('citizen'),
        await gateway.withRoles('admin'),
      ];
      const badKey = { 'idempotency-key': 'a b' };
      const responses = [
        await gateway.call('POST', url, { body: '{' }),
        await gateway.call('POST', url, { as: citizen, body: '{' }),
        await gateway.call('POST', url, { as: admin, body: '{' }),
        await gateway.call('POST', url, { as: admin, body: { roles: ['king'] } }),
        await gateway.call('POST', url, { as: admin, body: { roles: [] }, headers: badKey }),
        await gateway.call('POST', url, { as: admin, body: { roles: [] } }),
        await gateway.call('POST', '/v1/accounts/acc_2/roles', { as: admin, body: { roles: [] } }),
      ];
      expect(responses.map(({ status }) => status)).toEqual([401, 403, 400, 400, 400, 404, 503]);
    });
  });

  it('is said by every route, or the gateway does not start', () => {
    const fastify = new FastifyAdapter().getInstance();
    guardRoutes(fastify, gateway.app.get(Logins), true);
    expect(() => fastify.get('/v1/forgotten', () => 'secrets')).toThrow(
      'GET /v1/forgotten names no @Roles(), @AnyRole() or @Public()',
    );
  });

  it('at the sandbox is everybody, and outside of one nobody', async () => {
    const open = await gateway.call('GET', '/v1/sandbox/sms?phone=13812341234');
    expect(open.status).toBe(503);
    const fastify = new FastifyAdapter().getInstance();
    guardRoutes(fastify, gateway.app.get(Logins), false);
    fastify.get('/v1/sandbox/sms', { config: { access: 'sandbox' } }, () => 'secrets');
    fastify.setErrorHandler((error) => Promise.resolve(String(error)));
    const closed = await fastify.inject({ method: 'GET', url: '/v1/sandbox/sms' });
    expect(closed.body).toContain('ROUTE_NOT_FOUND');
  });
});

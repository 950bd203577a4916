import { Logger } from '@nestjs/common';
import { Services } from '../src/http/services';
import { TrialGateway } from './gateway';

const CODE = { phone: '13812345678', challengeId: 'chl_1', code: '123456' };
const FACTOR = { secondFactorToken: 'a-token-of-a-log-in', code: '123456' };
/** What identity answers to whoever is let in. */
const SESSION = {
  accountId: 'acc_7',
  accessToken: 'a',
  refreshToken: 'r',
  roles: [],
  expiresIn: 9,
};

describe('a log-in', () => {
  let gateway: TrialGateway;
  let asked: jest.SpyInstance<Promise<unknown>, Parameters<Services['ask']>>;
  beforeAll(async () => {
    gateway = await TrialGateway.start();
  }, 30_000);
  beforeEach(() => {
    asked = jest
      .spyOn(gateway.app.get(Services, { strict: false }), 'ask')
      .mockResolvedValue(SESSION);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => gateway.app.close());

  const post = (url: string, payload: object, remoteAddress: string) =>
    gateway.app.inject({ method: 'POST', url, payload, remoteAddress });

  it.each([
    ['/v1/auth/codes', { phone: '13812345678' }],
    ['/v1/auth/sessions', CODE],
    ['/v1/auth/second-factor', FACTOR],
  ])('§1.code.address: %s is counted by IPv4, or the first 64 bits of IPv6', async (url, body) => {
    for (const from of ['192.0.2.7', '2001:db8:1:2::7', '2001:db8:1:2:ffff::8'])
      expect((await post(url, body, from)).statusCode).toBeLessThan(300);
    const [v4, v6, neighbour] = asked.mock.calls.map(
      ([, request]) => 'address' in request && request.address,
    );
    expect(v4).toBe('192.0.2.7');
    expect(v6).toMatch(/^2001:db8:1:2:/);
    expect(neighbour).toBe(v6);
  });

  it.each([
    ['/v1/auth/sessions', CODE],
    ['/v1/auth/second-factor', FACTOR],
    ['/v1/auth/sessions/refresh', { refreshToken: 'r'.repeat(43) }],
  ])('§1.watch.line: %s leaves a line that says whose it was', async (url, body) => {
    const logged = jest.spyOn(Logger.prototype, 'log').mockImplementation();
    await post(url, body, '192.0.2.7');
    expect(logged.mock.calls).toEqual([
      [expect.objectContaining({ msg: 'answered', route: url, accountId: 'acc_7' })],
    ]);
  });

  it('§1.watch.line: that is refused is nobody’s', async () => {
    const logged = jest.spyOn(Logger.prototype, 'log').mockImplementation();
    await post('/v1/auth/sessions', {}, '192.0.2.7');
    expect(logged.mock.calls[0]?.[0]).toMatchObject({ status: 400 });
    expect(logged.mock.calls[0]?.[0]).not.toHaveProperty('accountId');
  });
});

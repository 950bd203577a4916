import { Logger } from '@nestjs/common';
import { DailySalt } from '../src/http/watch/address-hash';
import { TrialGateway } from './gateway';

describe('what a gateway tells of its requests', () => {
  let gateway: TrialGateway;
  const lines: Record<string, unknown>[] = [];

  beforeAll(async () => {
    const keep = (line: unknown): void => void lines.push(line as Record<string, unknown>);
    jest.spyOn(Logger.prototype, 'log').mockImplementation(keep);
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(keep);
    gateway = await TrialGateway.start();
    gateway.learnKeys();
  }, 30_000);
  afterEach(() => lines.splice(0));
  afterAll(async () => {
    jest.restoreAllMocks();
    await gateway.app.close();
  });

  const logged = (msg: string) => lines.filter((line) => line['msg'] === msg);

  it('§1.watch.line: is one line of each, with account, hashed address, route, status, time and the code of a refusal', async () => {
    const as = await gateway.withRoles('citizen');
    await gateway.call('GET', '/v1/audit?accountId=acc_7', { as });
    await gateway.call('GET', '/v1/me');
    const [refused, stranger] = logged('answered');
    expect(refused).toEqual({
      msg: 'answered',
      method: 'GET',
      route: '/v1/audit',
      status: 403,
      refusal: 'FORBIDDEN',
      durationMs: expect.any(Number) as number,
      requestId: expect.stringMatching(/^req_/) as string,
      accountId: 'acc_1',
      address: expect.stringMatching(/^[0-9a-f]{12}$/) as string,
    });
    expect(stranger).toMatchObject({ refusal: 'UNAUTHENTICATED', address: refused?.['address'] });
    expect(stranger).not.toHaveProperty('accountId');
  });

  it('§1.watch.suspicion: is, after 300 answers 401 to one address, one warning and one count', async () => {
    for (let asked = 0; asked < 310; asked += 1) await gateway.call('GET', '/v1/me');
    expect(logged('suspicion')).toEqual([
      {
        msg: 'suspicion',
        kind: 'strangers',
        route: '/v1/me',
        accountId: undefined,
        address: expect.stringMatching(/^[0-9a-f]{12}$/) as string,
      },
    ]);
    const { text } = await gateway.call('GET', '/metrics');
    expect(text).toContain('demerit_suspicions_total{kind="strangers",service="gateway"} 1');
    expect(text).toContain('demerit_suspicions_total{kind="desk_look_ups",service="gateway"} 0');
  }, 30_000);
});

describe('an address in the log', () => {
  const noon = new Date('2026-03-02T12:00:00+08:00');
  const night = new Date('2026-03-02T23:59:59+08:00');
  const next = new Date('2026-03-03T00:00:00+08:00');

  it('§1.watch.line: is found again on its day, and not on the next, nor by who knows the address', () => {
    const salt = new DailySalt();
    const hash = salt.hashOf('192.0.2.1', noon);
    expect(salt.hashOf('192.0.2.1', night)).toBe(hash);
    expect(salt.hashOf('192.0.2.2', night)).not.toBe(hash);
    expect(salt.hashOf('192.0.2.1', next)).not.toBe(hash);
    expect(new DailySalt().hashOf('192.0.2.1', noon)).not.toBe(hash);
  });

  it('§1.watch.line: is found again on its day after more addresses than are kept, and made anew with the salt when the clock goes back', () => {
    const salt = new DailySalt();
    const hash = salt.hashOf('192.0.2.1', noon);
    const others = Array.from({ length: 10_001 }, (_, n) => salt.hashOf(`other ${n}`, noon));
    expect(new Set([hash, ...others]).size).toBe(10_002);
    expect(salt.hashOf('192.0.2.1', night)).toBe(hash);
    salt.hashOf('192.0.2.1', next);
    expect(salt.hashOf('192.0.2.1', night)).not.toBe(hash);
  });
});

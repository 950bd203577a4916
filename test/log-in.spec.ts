import type { CodeSent, Page, Session, SessionInfo } from '@demerit/contracts';
import {
  api,
  codeFor,
  eventually,
  logIn,
  newcomer,
  ok,
  refused,
  stack,
  staff,
  type Api,
} from './support';
import { demerit } from './support/operator';

// The rotation waits for gateway and identity to take the new key up.
jest.setTimeout(60_000);

function kidOf({ accessToken }: Session): unknown {
  const [header = ''] = accessToken.split('.');
  return (JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid?: string }).kid;
}

async function kids(): Promise<unknown[]> {
  const { keys } = await ok(api().get<{ keys: { kid: string }[] }>('/.well-known/jwks.json'));
  return keys.map(({ kid }) => kid);
}

function refresh(refreshToken: string) {
  return api().post<Session>('/v1/auth/sessions/refresh', { refreshToken });
}

async function rotateSigningKey(): Promise<string> {
  const { stdout } = await demerit(['keys', 'rotate-signing']);
  return stdout.trim();
}

describe('a code', () => {
  it('§1.login.phone: given a number that is none, then its form is refused', async () => {
    for (const phone of ['12012345678', '1381234567', '138123456789', '+8613812345678', ''])
      await refused(api().post('/v1/auth/codes', { phone }), 400, 'VALIDATION_FAILED');
  });

  it('§1.code.minute: given one sent a moment ago, then another is refused for a minute, and says how long', async () => {
    const { phone } = newcomer();
    await ok(api().post('/v1/auth/codes', { phone }));
    const again = await api().post('/v1/auth/codes', { phone });
    expect(again).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    const wait = Number(again.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
  });

  it('§1.code.tries: given five wrong ones, then the right one is refused too', async () => {
    const { phone } = newcomer();
    const right = await codeFor(api(), phone);
    const code = String((Number(right.code) + 1) % 1_000_000).padStart(6, '0');
    for (let guess = 0; guess < 5; guess += 1)
      await refused(
        api().post('/v1/auth/sessions', { phone, ...right, code }),
        401,
        'CODE_INVALID',
      );
    await refused(api().post('/v1/auth/sessions', { phone, ...right }), 401, 'CODE_INVALID');
  });

  it('given the code of another number, then it is refused, and works once for its own', async () => {
    const [own, other] = [newcomer().phone, newcomer().phone];
    const [first, second] = [await codeFor(api(), own), await codeFor(api(), other)];
    const enter = (phone: string, challengeId: string) =>
      api().post('/v1/auth/sessions', { phone, code: first.code, challengeId });
    await refused(enter(other, first.challengeId), 401, 'CODE_INVALID');
    // One in a million numbers has the same code as another.
    if (first.code !== second.code)
      await refused(enter(other, second.challengeId), 401, 'CODE_INVALID');
    await ok(enter(own, first.challengeId));
    await refused(enter(own, first.challengeId), 401, 'CODE_INVALID');
  });
});

describe('the challenge of a code', () => {
  it('§1.code.challenge: given none, or that of another request, then it does not log in, and that is no try; given its own, then it does', async () => {
    const { phone } = newcomer();
    const { challengeId } = await ok(
      api().post<CodeSent>('/v1/auth/codes', { phone: newcomer().phone }),
    );
    const { code, ...own } = await codeFor(api(), phone);
    for (let guess = 0; guess < 6; guess += 1) {
      const path = '/v1/auth/sessions';
      await refused(api().post(path, { phone, code }), 400, 'VALIDATION_FAILED');
      await refused(api().post(path, { phone, code, challengeId }), 401, 'CODE_INVALID');
    }
    await ok(api().post('/v1/auth/sessions', { phone, code, ...own }));
  });
});

describe('a session', () => {
  let session: Session;
  let own: Api;
  let phone: string;

  beforeAll(async () => {
    phone = newcomer().phone;
    session = await logIn(api(), phone);
    own = api().as(session.accessToken);
  });

  it('§1.login.account §1.token.access: given the first log-in of a number, then it has an account, as a citizen', async () => {
    expect(session).toMatchObject({ roles: ['citizen'], expiresIn: 900 });
    expect(await ok(own.get('/v1/me'))).toMatchObject({
      accountId: session.accountId,
      phoneMasked: `${phone.slice(0, 3)}****${phone.slice(-4)}`,
      identity: { status: 'unsubmitted' },
      licence: null,
    });
  });

  it('§1.token.access: given a forged, foreign or broken token, then 401', async () => {
    const [head = '', body = '', seal = ''] = session.accessToken.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...claims, roles: ['admin'] }));
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    const tokens = [
      `${head}.${forged.toString('base64url')}.${seal}`,
      `${none}.${body}.`,
      `${head}.${body}.${seal.slice(0, -2)}`,
      session.refreshToken,
      'x',
    ];
    for (const token of tokens)
      await refused(api().as(token).get('/v1/me'), 401, 'UNAUTHENTICATED');
  });

  it('§1.refresh.grace §1.refresh.derived: given a refresh token, then it is replaced, and a moment later gives the same new one again', async () => {
    const first = await ok(refresh(session.refreshToken));
    const again = await ok(refresh(session.refreshToken));
    expect(first.refreshToken).not.toBe(session.refreshToken);
    expect(again.refreshToken).toBe(first.refreshToken);
  });

  it('§1.refresh.derived: given a refresh token that was changed, then 401', async () => {
    const changed = session.refreshToken.replace(/.$/, (sign) => (sign === 'A' ? 'B' : 'A'));
    for (const token of [changed, 'ses_0000.1.abcdefgh', session.accessToken.slice(0, 400)])
      await refused(refresh(token), 401, 'REFRESH_TOKEN_INVALID');
  });

  it('§1.refresh.reuse: given an older refresh token than the last, then the whole family ends', async () => {
    const one = await logIn(api(), newcomer().phone);
    const two = await ok(refresh(one.refreshToken));
    const three = await ok(refresh(two.refreshToken));
    await refused(refresh(one.refreshToken), 401, 'REFRESH_TOKEN_INVALID');
    await refused(refresh(three.refreshToken), 401, 'REFRESH_TOKEN_INVALID');
  });

  it('§1.session.listed: is listed a page at a time, is ended by its owner alone, and by logging out', async () => {
    const list = () => ok(own.get<Page<SessionInfo>>('/v1/me/sessions?limit=1'));
    const { items, nextCursor } = await list();
    expect(items).toMatchObject([{ current: true, device: 'node' }]);
    expect(nextCursor).toBeNull();
    const cursor = '/v1/me/sessions?cursor=bm9uZQ';
    await refused(own.get(cursor), 400, 'VALIDATION_FAILED');

    const stranger = api().as((await logIn(api(), newcomer().phone)).accessToken);
    const path = `/v1/me/sessions/${items[0]!.sessionId}`;
    await refused(stranger.delete(path), 404, 'SESSION_NOT_FOUND');
    await ok(stranger.delete('/v1/auth/sessions/current'));
    await ok(own.delete(path));
    await refused(refresh(session.refreshToken), 401, 'REFRESH_TOKEN_INVALID');
    const admin = await staff('admin');
    const ofAccount = `/v1/accounts/${session.accountId}/sessions`;
    expect((await ok(admin.get<Page<SessionInfo>>(ofAccount))).items).toEqual([]);
  });
});

describe('a new signing key', () => {
  it('§1.token.keys: given a rotation by command, then tokens of before still count, new ones are signed with it, and both keys are shown', async () => {
    const before = await logIn(api(), newcomer().phone);
    const gateway = stack().processes.find(({ name }) => name === 'gateway')?.pid;
    const kid = await rotateSigningKey();
    expect(kid).not.toBe(kidOf(before));

    const after = await eventually(
      async () => {
        const fresh = await logIn(api(), newcomer().phone);
        return kidOf(fresh) === kid && fresh;
      },
      { withinMs: 20_000, everyMs: 1_000 },
    );
    await ok(api().as(after.accessToken).get('/v1/me'));
    await ok(api().as(before.accessToken).get('/v1/me'));
    expect(await kids()).toEqual(expect.arrayContaining([kid, kidOf(before)]));
    expect(stack().processes.find(({ name }) => name === 'gateway')?.pid).toBe(gateway);
  });
});

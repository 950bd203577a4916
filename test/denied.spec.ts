import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import type { Me, Page, Session, SessionInfo } from '@demerit/contracts';
import { Api } from '../tools/dev/client/api';
import { readJson } from '../tools/dev/home/files';
import { builtProgram } from '../tools/dev/home/home';
import type { Ports } from '../tools/dev/home/names';
import type { DataElsewhere } from '../tools/dev/home/stack-file';
import { serviceEnvironment } from '../tools/dev/supervise/services';
import {
  api,
  audited,
  eventually,
  home,
  inDatabases,
  logIn,
  newcomer,
  ok,
  refused,
  stack,
  staff,
} from './support';

/** Another gateway starts first. */
jest.setTimeout(60_000);

const AT_ONCE = { withinMs: 2_000, everyMs: 50 };

/** Another gateway of the stack under test, beside its own; it knows nothing but what it asks for when it starts. */
class SecondGateway {
  private constructor(
    private readonly child: ChildProcess,
    private readonly url: string,
  ) {}

  /** Resolves when it is ready. */
  static async start(): Promise<SecondGateway> {
    const { amqpUrl, mongoUrl } = stack();
    const elsewhere = readJson(home().elsewhereFile) as DataElsewhere | undefined;
    const amqpNamespace = elsewhere?.queues?.namespace;
    const ports = readJson(home().portsFile) as Ports;
    const port = await freePort();
    const environment = serviceEnvironment(home(), ports, {
      amqpUrl,
      mongoUrl,
      ...(amqpNamespace !== undefined && { amqpNamespace }),
    });
    const child = spawn(process.execPath, [builtProgram(home(), 'gateway')], {
      env: { ...environment, HTTP_PORT: String(port), LOG_LEVEL: 'silent' },
      stdio: 'ignore',
    });
    const gateway = new SecondGateway(child, `http://127.0.0.1:${String(port)}`);
    const isReady = async () => (await gateway.as().get('/health/ready')).status === 200;
    return eventually(isReady)
      .then(() => gateway)
      .catch(async (error: unknown) => {
        await gateway.stop();
        throw error;
      });
  }

  as(token?: string): Api {
    return new Api(this.url, token);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const listening = new AbortController();
let second: SecondGateway;
/** Logged out before the second gateway started. */
let before: Session;

beforeAll(async () => {
  before = await logIn(api(), newcomer().phone);
  await ok(as(before).delete('/v1/auth/sessions/current'));
  second = await SecondGateway.start();
});

afterAll(async () => {
  listening.abort();
  await second.stop();
});

function as({ accessToken }: Session): Api {
  return api().as(accessToken);
}

/** Whoever has the token, at each of both gateways. */
function atBoth({ accessToken }: Session): Api[] {
  return [api().as(accessToken), second.as(accessToken)];
}

async function statuses(session: Session): Promise<number[]> {
  const both = await Promise.all(atBoth(session).map((caller) => caller.get('/v1/me')));
  return both.map(({ status }) => status);
}

async function isRefusedAtOnce(session: Session): Promise<void> {
  await eventually(async () => {
    expect(await statuses(session)).toEqual([401, 401]);
    return true;
  }, AT_ONCE);
}

function refresh({ refreshToken }: Session) {
  return api().post<Session>('/v1/auth/sessions/refresh', { refreshToken });
}

/** An event stream at each gateway: how many of them have ended. */
async function streamsOf(session: Session): Promise<{ ended: number }> {
  const streams = { ended: 0 };
  for (const { gatewayUrl } of atBoth(session)) {
    const headers = { authorization: `Bearer ${session.accessToken}` };
    const { signal } = listening;
    const response = await fetch(`${gatewayUrl}/v1/me/events`, { headers, signal });
    expect(response.status).toBe(200);
    const reader = response.body!.getReader();
    // The first sign of life: from now on it is open.
    await reader.read();
    const read = async (): Promise<void> => {
      while (!(await reader.read()).done);
      streams.ended += 1;
    };
    void read().catch(() => undefined);
  }
  return streams;
}

async function endAtOnce(streams: { ended: number }): Promise<void> {
  await eventually(() => streams.ended === 2, AT_ONCE);
}

describe('at both gateways', () => {
  it('§1.token.denied: given a log-out before one of them started, then both refuse its access token', async () => {
    expect(await statuses(before)).toEqual([401, 401]);
    const problem = await refused(
      second.as(before.accessToken).get('/v1/me'),
      401,
      'UNAUTHENTICATED',
    );
    expect(problem.detail).toBe('The access token is not valid any more.');
  });

  it('§1.token.denied: given a log-out, then both refuse its access token within 2 seconds and end its event streams, and nobody else’s', async () => {
    const [gone, other] = [
      await logIn(api(), newcomer().phone),
      await logIn(api(), newcomer().phone),
    ];
    const [ofGone, ofOther] = [await streamsOf(gone), await streamsOf(other)];
    expect(await statuses(gone)).toEqual([200, 200]);
    await ok(as(gone).delete('/v1/auth/sessions/current'));
    await Promise.all([isRefusedAtOnce(gone), endAtOnce(ofGone)]);
    expect(await statuses(other)).toEqual([200, 200]);
    expect(ofOther.ended).toBe(0);
  });

  it('§1.token.denied §1.refresh.reuse: given an older refresh token used again, then the access tokens of the family are refused too', async () => {
    const one = await logIn(api(), newcomer().phone);
    const two = await ok(refresh(one));
    const three = await ok(refresh(two));
    await refused(refresh(one), 401, 'REFRESH_TOKEN_INVALID');
    for (const each of [one, two, three]) await isRefusedAtOnce(each);
  });

  it('§1.role.at-once: given that the roles change 20 times, then each time a token refreshed after the answer is good, and those of before are refused', async () => {
    const admin = await staff('admin');
    let session = await logIn(api(), newcomer().phone);
    const streams = await streamsOf(session);
    const earlier: Session[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      const roles = turn % 2 === 0 ? ['citizen', 'reviewer'] : ['citizen'];
      await ok(admin.post(`/v1/accounts/${session.accountId}/roles`, { roles }));
      earlier.push(session);
      session = await ok(refresh(session));
      expect(session.roles).toEqual(roles);
      for (const caller of atBoth(session))
        expect((await ok(caller.get<Me>('/v1/me'))).roles).toEqual(roles);
    }
    await endAtOnce(streams);
    for (const one of earlier) await isRefusedAtOnce(one);
    expect(await statuses(session)).toEqual([200, 200]);
  });

  it('§1.session.admin: given an admin who ends another session of an account, then this one goes on; given that they end all of them, then it is over at once; and that is written down', async () => {
    const admin = await staff('admin');
    const session = await logIn(api(), newcomer().phone);
    const other = await anotherOf(session);
    const path = `/v1/accounts/${session.accountId}/sessions`;
    const { items } = await ok(admin.get<Page<SessionInfo>>(path));
    expect(items).toHaveLength(2);
    expect(items).toContainEqual(expect.objectContaining({ sessionId: other, current: false }));
    const own = items.find(({ sessionId }) => sessionId !== other);
    expect(own).toMatchObject({ device: 'node', current: false });
    expect(own?.lastUsedAt).toBe(own?.startedAt);

    const reason = 'The phone was stolen';
    await refused(admin.call('DELETE', `${path}/${other}`, {}), 400, 'VALIDATION_FAILED');
    await refused(admin.call('DELETE', `${path}/ses_none`, { reason }), 404, 'SESSION_NOT_FOUND');
    const none = '/v1/accounts/acc_none/sessions';
    await refused(admin.get(none), 404, 'ACCOUNT_NOT_FOUND');
    await refused(admin.call('DELETE', none, { reason }), 404, 'ACCOUNT_NOT_FOUND');

    await ok(admin.call('DELETE', `${path}/${other}`, { reason }));
    expect((await ok(admin.get<Page<SessionInfo>>(path))).items).toEqual([own]);
    expect(await statuses(session)).toEqual([200, 200]);
    await ok(admin.call('DELETE', path, { reason }));
    await isRefusedAtOnce(session);
    await refused(refresh(session), 401, 'REFRESH_TOKEN_INVALID');
    expect(await audited(session.accountId)).toMatchObject([
      { act: 'sessions.end', reason, before: { sessionIds: [own?.sessionId] } },
      { act: 'sessions.read' },
      { act: 'sessions.end', reason, before: { sessionIds: [other] } },
      { act: 'sessions.read' },
    ]);
  });
});

/** As if its account had been logged into once more: a number gets one code a minute. */
async function anotherOf({ accountId }: Session): Promise<string> {
  const sessionId = `ses_${randomBytes(13).toString('hex')}`;
  await inDatabases(async (of) => {
    const sessions = of('identity').collection<{ _id: string; accountId: string }>('sessions');
    const stored = await sessions.findOne({ accountId });
    await sessions.insertOne({ ...stored!, _id: sessionId });
  });
  return sessionId;
}

describe('a session', () => {
  it('§1.session.end: given 90 days since its log-in, then no refresh token renews it', async () => {
    const session = await logIn(api(), newcomer().phone);
    const renewed = await ok(refresh(session));
    await inDatabases(async (of) => {
      const startedAt = new Date(Date.now() - 90 * 86_400_000);
      await of('identity')
        .collection('sessions')
        .updateOne({ accountId: session.accountId }, { $set: { startedAt } });
    });
    await refused(refresh(renewed), 401, 'REFRESH_TOKEN_INVALID');
  });
});

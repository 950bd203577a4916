import { Api, type Answer } from '../client/api';
import { Citizen } from '../client/citizen';
import { acceptAndPay, beRefused, noOtherWay } from './seed-acceptances';

type Method = { method: string; available: boolean; code?: string };
const open = (method: string): Method => ({ method, available: true });
const shut = (method: string, code: string): Method => ({ method, available: false, code });
const DISPUTE = open('dispute');

/** A gateway that answers from a list, and remembers who was asked to accept. */
class ScriptedApi extends Api {
  readonly accepted: string[] = [];

  constructor(
    private readonly methods: Method[],
    private readonly answer: { status: number; body: object },
    private readonly isSuspended = false,
  ) {
    super('http://gateway');
  }

  override call<Body>(method: string, path: string): Promise<Answer<Body>> {
    const { status, body } = this.answerTo(method, path);
    return Promise.resolve({ method, path, status, headers: new Headers(), body: body as Body });
  }

  private answerTo(method: string, path: string): { status: number; body: object } {
    if (path.endsWith('/handling-options')) return ok({ methods: [...this.methods, DISPUTE] });
    if (path === '/v1/me') {
      const status = this.isSuspended ? 'suspended' : 'active';
      return ok({ licence: { licenceId: 'lic_1' }, pointService: { status } });
    }
    if (path.startsWith('/v1/violations?'))
      return ok({ items: [{ violationId: 'vio_1', noticeNumber: '7' }] });
    if (method !== 'POST') throw new Error(`nobody asks for ${path}`);
    this.accepted.push(path);
    return this.answer;
  }
}

const ok = (body: object): { status: number; body: object } => ({ status: 200, body });
const CLOSED = { status: 201, body: { status: 'closed', orderId: null, decision: { points: 3 } } };
const refusal = (code: string) => ({ status: 409, body: { code } });
const ONLINE = '/v1/violations/vio_1/acceptances';
const WINDOW = '/v1/window/acceptances';

function citizenOf(api: Api): Citizen {
  const identity = { realName: '陈洁', phone: '', idNumber: '', licence: null };
  return new Citizen(api, identity, 'acc_1');
}

describe('an acceptance of the seeds', () => {
  it.each<[string, Method[], string[]]>([
    ['online where that is open', [open('online'), open('window')], [ONLINE]],
    ['at the window otherwise', [shut('online', 'WINDOW_REQUIRED'), open('window')], [WINDOW]],
  ])('§9.policies.seeds: goes %s, and tells its points', async (_way, methods, accepted) => {
    const api = new ScriptedApi(methods, CLOSED);
    expect(await acceptAndPay('7', citizenOf(api), api)).toBe(3);
    expect(api.accepted).toEqual(accepted);
  });

  it('§9.policies.seeds: is not tried where no way is open, because the attempt would list the person', async () => {
    const code = 'LICENCE_LIMIT_REACHED';
    const api = new ScriptedApi([shut('online', code), shut('window', code)], refusal(code));
    expect(await acceptAndPay('7', citizenOf(api), api)).toBe('LICENCE_LIMIT_REACHED');
    expect(api.accepted).toEqual([]);
  });

  it('§9.policies.seeds: is left out where the way was shut meanwhile', async () => {
    const api = new ScriptedApi([open('online')], refusal('LICENCE_NOT_VALID'));
    expect(await acceptAndPay('7', citizenOf(api), api)).toBe('LICENCE_NOT_VALID');
  });

  it('is a failure where it is answered neither well nor with a refusal', async () => {
    const api = new ScriptedApi([open('online')], { status: 503, body: { code: 'X' } });
    await expect(acceptAndPay('7', citizenOf(api), api)).rejects.toThrow('answered 503');
  });
});

describe('the refusal that suspends', () => {
  const LIMIT = 'LICENCE_LIMIT_REACHED';

  it.each<[string, Method[], string]>([
    ['online', [shut('online', LIMIT), shut('window', LIMIT)], ONLINE],
    ['at the window', [shut('online', 'WINDOW_REQUIRED'), shut('window', LIMIT)], WINDOW],
  ])('§9.policies.seeds: is had %s', async (_way, methods, accepted) => {
    const api = new ScriptedApi(methods, refusal(LIMIT));
    expect(await beRefused('7', LIMIT, citizenOf(api), api)).toBeUndefined();
    expect(api.accepted).toEqual([accepted]);
  });

  it.each<[string, Method[], string]>([
    ['the policy allows it', [open('online')], '7 is allowed'],
    [
      'another rule comes first',
      [shut('online', 'LICENCE_NOT_VALID'), shut('window', 'LICENCE_NOT_VALID')],
      'LICENCE_NOT_VALID',
    ],
  ])('§9.policies.seeds: is left out where %s', async (_why, methods, why) => {
    const api = new ScriptedApi(methods, CLOSED);
    expect(await beRefused('7', LIMIT, citizenOf(api), api)).toBe(why);
    expect(api.accepted).toEqual([]);
  });

  it('is not had twice', async () => {
    const api = new ScriptedApi([], CLOSED, true);
    expect(await beRefused('7', LIMIT, citizenOf(api), api)).toBeUndefined();
    expect(api.accepted).toEqual([]);
  });
});

describe('an open violation of the seeds', () => {
  it.each<[string, Method[], string | undefined]>([
    ['can be accepted', [open('online')], undefined],
    ['is the one too many', [shut('online', 'LICENCE_LIMIT_REACHED')], undefined],
    [
      'comes before the binding',
      [shut('online', 'VIOLATION_BEFORE_BINDING')],
      'VIOLATION_BEFORE_BINDING',
    ],
  ])('§9.policies.seeds: that %s is told so', async (_what, methods, why) => {
    const api = new ScriptedApi(methods, CLOSED);
    expect(await noOtherWay('7', citizenOf(api))).toBe(why);
  });
});

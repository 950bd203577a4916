import { EventEmitter } from 'node:events';
import { Refusal } from '@demerit/contracts';
import { limitConnections, limitLongAnswers } from './open-ends';

type Hook = (request: object, reply: object, done: (error?: unknown) => void) => void;

/** Asks for the events of a person from an address. */
function opener() {
  let hook: Hook | undefined;
  limitLongAnswers({ addHook: (_name: string, added: Hook) => (hook = added) } as never);
  return (accountId: string | undefined, ip: string, url = '/v1/me/events') => {
    const raw = new EventEmitter();
    const login = accountId === undefined ? null : { caller: { accountId } };
    let error: unknown = 'not asked';
    hook?.({ routeOptions: { url }, login, ip }, { raw }, (given) => (error = given));
    return {
      refusal: error instanceof Refusal ? error.refusal : error,
      end: () => raw.emit('close'),
    };
  };
}

const REFUSED = { code: 'RATE_LIMITED', retryAfterSeconds: 15 };

/** Which of these connections are cut, where two of an address are allowed. */
function cut(proxies: string[], addresses: string[]): number[] {
  const server = new EventEmitter();
  limitConnections({ server } as never, 2, proxies);
  return addresses.flatMap((remoteAddress, index) => {
    const remoteFamily = remoteAddress.includes(':') ? 'IPv6' : 'IPv4';
    const destroy = jest.fn();
    const socket = Object.assign(new EventEmitter(), { remoteAddress, remoteFamily, destroy });
    server.emit('connection', socket);
    return destroy.mock.calls.length > 0 ? [index] : [];
  });
}

describe('connections', () => {
  it('§10.forms.open: of IPv6 are counted by the first 64 bits', () => {
    expect(cut([], ['2001:db8::1', '2001:db8::2', '2001:db8::3', '2001:db8:0:1::1'])).toEqual([2]);
  });

  it('§10.forms.open: of a proxy that TRUST_PROXY names are not counted, and of nobody else', () => {
    const four = (address: string) => Array.from({ length: 4 }, () => address);
    expect(cut(['10.0.0.0/8'], four('10.1.2.3'))).toEqual([]);
    expect(cut(['10.0.0.0/8'], four('::ffff:10.1.2.3'))).toEqual([]);
    expect(cut(['fd00::/8'], four('fd00::7'))).toEqual([]);
    expect(cut(['10.1.2.3'], four('10.1.2.3'))).toEqual([]);
    expect(cut(['10.1.2.3', 'fd00::/8'], four('10.1.2.4'))).toEqual([2, 3]);
  });
});

describe('copies of one’s own data', () => {
  it('§10.forms.open: of one person are made one after the other, of one address ten at once', () => {
    const open = opener();
    const copy = (accountId: string) => open(accountId, '10.0.0.1', '/v1/me/export');
    const first = copy('acc_0');
    expect(first.refusal).toBeUndefined();
    expect(copy('acc_0').refusal).toEqual(REFUSED);
    for (let n = 1; n < 10; n += 1) expect(copy(`acc_${n}`).refusal).toBeUndefined();
    expect(copy('acc_10').refusal).toEqual(REFUSED);
    expect(open('acc_0', '10.0.0.1').refusal).toBeUndefined();
    first.end();
    expect(copy('acc_0').refusal).toBeUndefined();
  });
});

describe('streams of events', () => {
  it('§10.forms.open: of one person are ten, and one more when one has ended', () => {
    const open = opener();
    const ten = Array.from({ length: 10 }, (_, n) => open('acc_1', `10.0.0.${n}`));
    expect(ten.filter(({ refusal }) => refusal !== undefined)).toEqual([]);
    expect(open('acc_1', '10.0.1.1').refusal).toEqual(REFUSED);
    expect(open('acc_2', '10.0.0.1').refusal).toBeUndefined();
    ten[0]!.end();
    expect(open('acc_1', '10.0.1.1').refusal).toBeUndefined();
  });

  it('§10.forms.open: of one address are 500, and one more when one has ended; who was refused has no place less', () => {
    const open = opener();
    const all = Array.from({ length: 500 }, (_, n) => open(`acc_${n}`, '10.0.0.1'));
    expect(all.filter(({ refusal }) => refusal !== undefined)).toEqual([]);
    for (let count = 0; count < 11; count += 1)
      expect(open('acc_new', '10.0.0.1').refusal).toEqual(REFUSED);
    all[0]!.end();
    expect(open('acc_new', '10.0.0.1').refusal).toBeUndefined();
  });

  it('are all that is counted', () => {
    const open = opener();
    for (let count = 0; count < 11; count += 1) {
      expect(open('acc_1', '10.0.0.1', '/v1/me').refusal).toBeUndefined();
      expect(open(undefined, '10.0.0.1').refusal).toBeUndefined();
    }
  });

  it('§10.forms.open: of IPv6 are counted by the first 64 bits', () => {
    const open = opener();
    for (let n = 0; n < 500; n += 1) open(`acc_${n}`, `2001:db8::${n.toString(16)}`);
    expect(open('acc_500', '2001:db8::ffff').refusal).toEqual(REFUSED);
    expect(open('acc_500', '2001:db8:0:1::1').refusal).toBeUndefined();
  });
});

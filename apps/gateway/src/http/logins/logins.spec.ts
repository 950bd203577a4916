import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import type { MessagingClient } from '@demerit/messaging';
import type { Requests } from '@demerit/contracts';
import type { Denials } from './denials';
import type { Shown } from './deny-list';
import { Keys } from './keys';
import { Logins } from './logins';

describe('a login', () => {
  let signer: CryptoKey;
  let jwk: JWK;
  let keys: Keys;
  let checks: number;
  let denied: (shown: Shown) => boolean;
  let isLearned: boolean;
  let logins: Logins;

  beforeAll(async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    signer = privateKey;
    jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' };
  });

  beforeEach(() => {
    keys = new Keys({} as MessagingClient<Requests>);
    keys.take({ keys: [jwk] });
    checks = 0;
    denied = () => false;
    isLearned = true;
    const counted = {
      find: (...args: Parameters<Keys['find']>) => {
        checks += 1;
        return keys.find(...args);
      },
      get generation() {
        return keys.generation;
      },
    };
    const denials = {
      deny: (shown: Shown) => Promise.resolve(denied(shown)),
      isDenied: (shown: Shown) => (isLearned ? denied(shown) : undefined),
    };
    logins = new Logins(counted as unknown as Keys, denials as unknown as Denials);
  });

  function token(more: object = { version: 7 }): Promise<string> {
    return new SignJWT({ roles: ['citizen'], sid: 'ses_1', ...more })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setSubject('acc_1')
      .setIssuer('demerit')
      .setAudience('demerit')
      .setExpirationTime('900s')
      .sign(signer);
  }

  it('says whose it is, and of which version of the account; of an earlier service it is of none', async () => {
    const { caller, shown } = await logins.of(await token());
    expect(caller).toEqual({ accountId: 'acc_1', roles: ['citizen'], sessionId: 'ses_1' });
    expect(shown).toEqual({ accountId: 'acc_1', sessionId: 'ses_1', version: 7 });
    expect((await logins.of(await token({}))).shown.version).toBe(0);
  });

  it('§1.token.denied: is refused when it is denied, though its seal was checked before', async () => {
    const as = await token();
    await logins.of(as);
    denied = ({ sessionId }) => sessionId === 'ses_1';
    await expect(logins.of(as)).rejects.toThrow('UNAUTHENTICATED');
  });

  it('§1.token.denied: is there without waiting once it was checked, and not while it cannot be known, nor when it is denied or has ended', async () => {
    const as = await token();
    expect(logins.checkedBefore(as)).toBeUndefined();
    const login = await logins.of(as);
    expect(logins.checkedBefore(as)).toBe(login);
    expect(logins.isStillGood(login)).toBe(true);
    isLearned = false;
    expect(logins.checkedBefore(as)).toBeUndefined();
    expect(logins.isStillGood(login)).toBe(false);
    isLearned = true;
    denied = () => true;
    expect(() => logins.checkedBefore(as)).toThrow('UNAUTHENTICATED');
    expect(logins.isStillGood(login)).toBe(false);
    denied = () => false;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(login.expiresAt.getTime());
    expect(logins.checkedBefore(as)).toBeUndefined();
    clock.mockRestore();
    await logins.of(as);
    keys.take({ keys: [] });
    expect(logins.checkedBefore(as)).toBeUndefined();
  });

  it('is checked once, and again when the keys are others or it has ended', async () => {
    const [as, changed] = [await token(), await token({ version: 8 })];
    for (let call = 0; call < 3; call += 1) await logins.of(as);
    expect(checks).toBe(1);
    await logins.of(changed);
    expect(checks).toBe(2);
    keys.take({ keys: [jwk] });
    await logins.of(as);
    expect(checks).toBe(3);

    const { expiresAt } = await logins.of(as);
    const clock = jest.spyOn(Date, 'now');
    clock.mockReturnValue(expiresAt.getTime() - 1);
    await logins.of(as);
    expect(checks).toBe(3);
    clock.mockReturnValue(expiresAt.getTime());
    await logins.of(as);
    expect(checks).toBe(4);
    clock.mockRestore();
  });

  it('that was checked by keys that changed meanwhile is checked again', async () => {
    const as = await token();
    const first = logins.of(as);
    keys.take({ keys: [jwk] });
    await first;
    await logins.of(as);
    expect(checks).toBe(2);
  });

  it('by a key that is gone is refused', async () => {
    const as = await token();
    await logins.of(as);
    keys.take({ keys: [] });
    await expect(logins.of(as)).rejects.toThrow();
  });
});

import { readSettings } from '@demerit/platform';
import { IdentityConfig } from './identity.config';

const GIVEN = { INTERNAL_TOKEN: 'a-secret-of-this-stack' };
const KEYS = { CODE_KEY: Buffer.alloc(32, 7).toString('base64') };

describe('the second factor of staff', () => {
  it.each([
    ['required', 'absent', { ...KEYS }],
    ['required', 'empty', { ...KEYS, STAFF_SECOND_FACTOR: '' }],
    ['off', 'absent in a sandbox', { SANDBOX: 'true' }],
    ['required', 'so, in a sandbox', { SANDBOX: 'true', STAFF_SECOND_FACTOR: 'required' }],
    ['off', 'so', { ...KEYS, STAFF_SECOND_FACTOR: 'off' }],
  ])('§1.second-factor.roles: is %s where the setting is %s', (expected, _how, env) => {
    expect(readSettings(IdentityConfig, { ...GIVEN, ...env }).staffSecondFactor).toBe(expected);
  });

  it('§1.second-factor.roles: is nothing else', () => {
    const env = { ...GIVEN, ...KEYS, STAFF_SECOND_FACTOR: 'no' };
    expect(() => readSettings(IdentityConfig, env)).toThrow(
      'STAFF_SECOND_FACTOR must be one of required, off',
    );
  });
});

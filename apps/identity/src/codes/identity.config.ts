import {
  DEVELOPMENT_SECRETS,
  keyOf,
  oneOf,
  ServiceConfig,
  Setting,
  wholeNumber,
} from '@demerit/platform';

export class IdentityConfig extends ServiceConfig {
  /** `CODE_KEY`: what one-time codes and refresh tokens are made of and checked by. Changing it ends all sessions. */
  @Setting(keyOf(32), { sandboxDefault: DEVELOPMENT_SECRETS.codeKey })
  codeKey: Buffer;

  /** `CODES_PER_ADDRESS_PER_HOUR`: one-time codes that one address gets in an hour, over all numbers; 0 = no limit. */
  @Setting(wholeNumber(0, 1_000_000), { default: 20, inSandbox: 0 })
  codesPerAddressPerHour: number;

  /** `WRONG_CODES_PER_ADDRESS_PER_HOUR`: wrong tries of one address in an hour, over all numbers; 0 = no limit. */
  @Setting(wholeNumber(0, 1_000_000), { default: 30, inSandbox: 0 })
  wrongCodesPerAddressPerHour: number;

  /** `STAFF_SECOND_FACTOR`: whether a session without a second factor carries roles of staff. */
  @Setting(oneOf('required', 'off'), { default: 'required', inSandbox: 'off' })
  staffSecondFactor: 'required' | 'off';
}

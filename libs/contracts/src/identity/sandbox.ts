import { ArrayUnique, IsIn, IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { CommandKey, ROLES, type Role } from '../fields/commands';
import { IsId } from '../fields/ids';
import { IsPhone, IsText } from '../fields/names';
import { Nested, NestedList } from '../fields/nested';
import { IsOptional } from '../fields/optional';

/** Text messages, the moves of the domain clock and the seeded accounts. rules.md §6, §8. */

/** Through whom text messages leave. */
export const SMS_PROVIDERS = ['sandbox'] as const;

/** A message in each language; its reader's is sent. */
export class SmsTexts {
  @IsText(1, 500) en: string;
  @IsText(1, 500) 'zh-CN': string;
}
export class SendSms {
  @IsPhone() phone: string;
  /** Whose phone it is: the account of this person says which language they read. */
  @IsId() personKey: string;
  @Nested(() => SmsTexts) texts: SmsTexts;
  @IsOptional() @IsString() @Matches(/^\d{6}$/) code?: string;
  /** The same id is sent once. */
  @IsId() smsId: string;
}
export class AdvanceClockBody {
  /** By how many seconds the domain clock goes forward: 1 second to 20 years. §8 */
  @IsInt() @Min(1) @Max(20 * 366 * 86_400) advanceSeconds: number;
}
/** The sandbox has no caller; the key is over method, path and header alone. */
export class AdvanceClock {
  @IsOptional() @Nested(() => CommandKey) idempotency?: CommandKey;
  @Nested(() => AdvanceClockBody) body: AdvanceClockBody;
}
export class Sms {
  /** When it was sent. */
  at: string;
  /** The message. */
  text: string;
  /** The one-time code in it; absent where it has none. */
  code?: string;
}
/** An account made for trying things out, which anybody may log in to. */
export class SandboxAccount {
  /** By which people and programs call it. */
  @IsText(1, 64) name: string;
  /** To log in with; the code stands at `GET /v1/sandbox/sms`. */
  @IsPhone() phone: string;
  /** What it may do. */
  @IsIn(ROLES, { each: true }) @ArrayUnique() roles: Role[];
  /** What it shows. */
  @IsText(1, 500) note: string;
}
export class SandboxAccounts {
  /** In the order in which a page lists them. */
  @NestedList(() => SandboxAccount, 200) items: SandboxAccount[];
}

import { IsInt, IsOptional, IsString, Matches, Max, Min, IsIn } from 'class-validator';
import { CommandKey, IsFen, IsId, IsPhone, IsText, Nested } from '../fields/fields';

/** Text messages and the domain clock (identity), and the pretended payment provider. rules.md §6, §8. */

export class SendSms {
  @IsPhone() phone: string;
  @IsText(1, 500) text: string;
  @IsOptional() @IsString() @Matches(/^\d{6}$/) code?: string;
  /** The same id is sent once. */
  @IsId() smsId: string;
}
export class AdvanceClockBody {
  @IsInt() @Min(1) @Max(20 * 366 * 86_400) advanceSeconds: number;
}
/** The sandbox has no caller; the key is over method, path and header alone. */
export class AdvanceClock {
  @IsOptional() @Nested(() => CommandKey) idempotency?: CommandKey;
  @Nested(() => AdvanceClockBody) body: AdvanceClockBody;
}
/** Domain time = real time + `offsetMs`; a higher version replaces a lower one. */
export class ClockState {
  @IsInt() offsetMs: number;
  @IsInt() @Min(0) version: number;
}

export class Sms {
  at: string;
  text: string;
  code?: string;
}

/** What a tester makes of a sandbox payment. */
export class PaymentOutcomeBody {
  @IsIn(['succeed', 'fail']) outcome: 'succeed' | 'fail';
  @IsOptional() @IsInt() @Min(0) @Max(86_400_000) delayMs?: number;
  /** How many times the notification is sent. */
  @IsOptional() @IsInt() @Min(1) @Max(20) copies?: number;
  /** A lie about the amount. */
  @IsOptional() @IsFen() amountFen?: number;
}

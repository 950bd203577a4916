import { IsIn, IsInt, Max, Min } from 'class-validator';
import { IsFen } from '../fields/money';
import { IsOptional } from '../fields/optional';

/** What a tester makes of a sandbox payment. */
export class PaymentOutcomeBody {
  /** What the provider says of it. */
  @IsIn(['succeed', 'fail']) outcome: 'succeed' | 'fail';
  /** After how many milliseconds it says so; left out: at once. */
  @IsOptional() @IsInt() @Min(0) @Max(86_400_000) delayMs?: number;
  /** How many times the notification is sent. */
  @IsOptional() @IsInt() @Min(1) @Max(20) copies?: number;
  /** A lie about the amount. */
  @IsOptional() @IsFen() amountFen?: number;
}

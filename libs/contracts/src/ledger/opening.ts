import { IsInt, Max, Min } from 'class-validator';
import { ImportBatch, type ImportOutcome } from '../every-service/imports';
import { Command } from '../fields/commands';
import { IsDay } from '../fields/days';
import { IsText } from '../fields/names';
import { Nested, NestedList } from '../fields/nested';
import { IsLicenceNumber } from '../fields/people';
import { IsPlateNumber, IsPlateType, type PlateType } from '../fields/plates';

/** What was decided elsewhere before an authority's drivers came to be kept here. rules.md §4.opening. */

/** Far more vehicles than anybody may take points for in a cycle. */
const SLOTS_AT_MOST = 20;

// ---- bodies over HTTP ----------------------------------------------------------------------------------

/** A vehicle for which the licence took points in the cycle that runs. */
export class OpeningSlot {
  /** Kind of number plate: one of these names, or the two digits of GA/T 16.7. §2 */
  @IsPlateType() plateType: PlateType;
  /** Number plate as people write it: spaces, `·`, `•` and `-` in it are dropped, small letters count as capitals. §2 */
  @IsPlateNumber() plateNumber: string;
}
/** Where a licence stood with whoever kept its points before; natural key: the licence. */
export class OpeningBalance {
  /** Of a registered licence, whether anybody has claimed it or not. */
  @IsLicenceNumber() licenceNumber: string;
  /** Recorded in the scoring cycle that runs and not cleared; full score detains the licence. */
  @IsInt() @Min(0) @Max(999) points: number;
  /** Vehicles for which it took points in the cycle that runs; each uses a slot. */
  @NestedList(() => OpeningSlot, SLOTS_AT_MOST) slots: OpeningSlot[];
  /** The day up to which it counts: today at the latest, in the scoring cycle that runs. */
  @IsDay() asOf: string;
  /** Who kept the points, and where. */
  @IsText(1, 200) source: string;
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class EnterOpeningBalance extends Command {
  @Nested(() => OpeningBalance) body: OpeningBalance;
}

export const OPENING_REQUESTS = {
  'opening-balance.enter': EnterOpeningBalance,
  'opening-balance.import': ImportBatch,
};

export interface OpeningReplies {
  'opening-balance.enter': { licenceId: string };
  'opening-balance.import': ImportOutcome;
}

import { IsInt, Min } from 'class-validator';

/** Domain time = real time + `offsetMs`; a higher version replaces a lower one. */
export class ClockState {
  /** By how many milliseconds domain time is ahead of real time. */
  @IsInt() offsetMs: number;
  /** Counts the moves of the clock. */
  @IsInt() @Min(0) version: number;
}

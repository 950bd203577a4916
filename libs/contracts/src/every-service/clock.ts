import { IsInt, Min } from 'class-validator';

/** Domain time = real time + `offsetMs`; a higher version replaces a lower one. */
export class ClockState {
  @IsInt() offsetMs: number;
  @IsInt() @Min(0) version: number;
}

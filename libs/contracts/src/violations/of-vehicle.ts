import { IsIn } from 'class-validator';
import { IsInstant } from '../fields/days';
import { IsId } from '../fields/ids';
import { NestedList } from '../fields/nested';
import { IsOptional } from '../fields/optional';
import { LANGUAGES, type Language } from '../words/languages';

/** A vehicle had a plate from an instant on, and before another one where there is an end. */
export class TimeOfPlate {
  @IsId() plateId: string;
  @IsId() vehicleId: string;
  @IsInstant() from: string;
  @IsOptional() @IsInstant() until?: string;
}

/** An officer at a desk asks for what happened with a vehicle, whoever owned it: the newest 100. */
export class ListViolationsOfVehicle {
  @NestedList(() => TimeOfPlate, 200) times: TimeOfPlate[];
  @IsIn(LANGUAGES) language: Language;
}

import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';

/**
 * The numbers an authority may set, each from `POLICY_<NAME>`. Everything not named here is a constant. Source: rules.md §9.
 * Amounts are fen, permille is of the fine, days are Asia/Shanghai calendar days.
 */
export class Policy {
  @IsInt() @Min(1) @Max(1000) licencesPerVehicle = 3;
  @IsInt() @Min(1) @Max(1000) vehiclesPerLicence = 3;
  @IsBoolean() countOwnVehicles = true;
  @IsBoolean() countZeroPoints = false;
  @IsInt() @Min(1) @Max(1000) fullScore = 12;
  @IsBoolean() requireBindingBeforeViolation = false;
  @IsInt() @Min(0) @Max(100_000_000) onlineMaxFineFen = 20_000;
  @IsInt() @Min(0) @Max(1000) onlineMaxPoints = 6;
  @IsInt() @Min(0) @Max(8760) withdrawalHours = 24;
  @IsInt() @Min(0) @Max(3650) recordUnpaidAfterDays = 15;
  @IsInt() @Min(1) @Max(1000) bindingActivePerUser = 3;
  @IsInt() @Min(1) @Max(1000) bindingUsersPerVehicle = 3;
  @IsInt() @Min(1) @Max(1000) bindingRequestsPerDay = 1;
  @IsInt() @Min(1) @Max(1000) bindingRequestsPerYear = 5;
  @IsInt() @Min(1) @Max(8760) bindingConsentHours = 72;
  @IsInt() @Min(1) @Max(3650) paymentDueDays = 15;
  @IsBoolean() dueShiftToWorkingDay = false;
  @IsInt() @Min(0) @Max(1000) surchargePermillePerDay = 30;
  @IsInt() @Min(0) @Max(10_000) surchargeCapPermille = 1000;
  @IsInt() @Min(0) @Max(1000) studyMaxPoints = 6;
  @IsInt() @Min(1) @Max(3650) disputeAnswerDays = 30;
  @IsIn(['S-default', 'order-163']) sanctionPolicy: 'S-default' | 'order-163' = 'S-default';
}

/** `licencesPerVehicle` → `LICENCES_PER_VEHICLE`, the name an operator writes after `POLICY_`. */
export function policyVariable(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

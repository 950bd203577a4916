/** A policy that is a number, with the numbers it may be. */
export interface NumberPolicy {
  default: number;
  from: number;
  to: number;
  meaning: string;
}
export interface TruthPolicy {
  default: boolean;
  meaning: string;
}
export interface ChoicePolicy<Choice extends string = string> {
  default: Choice;
  choices: readonly [Choice, ...Choice[]];
  meaning: string;
}
export type PolicyDeclaration = NumberPolicy | TruthPolicy | ChoicePolicy;

/**
 * What an authority may set, each from `POLICY_<NAME>`; everything not named here is a constant. An entry is all that a policy needs by hand:
 * its type, its check at the start of a service, `GET /v1/policy`, .env.example, docker-compose.yml and docs/operations/policies.md come from it,
 * the files by `npm run policies`. Amounts are fen, permille is of the fine, days are Asia/Shanghai calendar days.
 */
export const POLICIES = {
  licencesPerVehicle: wholeNumber(
    3,
    [1, 1000],
    'licences that take points for one vehicle in its cycle',
  ),
  vehiclesPerLicence: wholeNumber(
    3,
    [1, 1000],
    'vehicles that one licence takes points for in its cycle',
  ),
  countOwnVehicles: yesOrNo(
    true,
    'whether the vehicles a person owns count towards these two limits',
  ),
  countZeroPoints: yesOrNo(
    false,
    'whether violations without points count towards these two limits',
  ),
  fullScore: wholeNumber(
    12,
    [1, 1000],
    'recorded points from which a licence is detained until its education is done',
  ),
  requireBindingBeforeViolation: yesOrNo(
    false,
    'whether points for another person’s vehicle are only taken for violations after the binding',
  ),
  onlineMaxFineFen: wholeNumber(
    20_000,
    [0, 100_000_000],
    'highest fine that is accepted online, in fen',
  ),
  onlineMaxPoints: wholeNumber(6, [0, 1000], 'most points that are accepted online'),
  withdrawalHours: wholeNumber(
    24,
    [0, 8760],
    'hours for which an unpaid acceptance may be withdrawn',
  ),
  recordUnpaidAfterDays: wholeNumber(
    15,
    [1, 3650],
    'days after the due date from which the points of an unpaid fine are recorded',
  ),
  bindingActivePerUser: wholeNumber(
    3,
    [1, 1000],
    'active bindings of other people’s vehicles that one person has',
  ),
  bindingUsersPerVehicle: wholeNumber(
    3,
    [1, 1000],
    'people who have one vehicle bound without owning it',
  ),
  bindingRequestsPerDay: wholeNumber(
    1,
    [1, 1000],
    'requests for other people’s vehicles that one person makes in a day',
  ),
  bindingRequestsPerYear: wholeNumber(
    5,
    [1, 1000],
    'requests for other people’s vehicles that one person makes in a calendar year',
  ),
  bindingConsentHours: wholeNumber(
    72,
    [1, 8760],
    'hours within which an owner consents before the request expires',
  ),
  paymentDueDays: wholeNumber(
    15,
    [1, 3650],
    'days from the decision to the day on which a fine is due',
  ),
  dueShiftToWorkingDay: yesOrNo(
    false,
    'whether a due date on a weekend or holiday moves to the next working day',
  ),
  surchargePermillePerDay: wholeNumber(
    30,
    [0, 1000],
    'permille of the fine that each late day adds',
  ),
  surchargeCapPermille: wholeNumber(
    1000,
    [0, 10_000],
    'permille of the fine that the surcharge does not exceed',
  ),
  studyMaxPoints: wholeNumber(6, [0, 1000], 'points that study takes off in a cycle'),
  disputeAnswerDays: wholeNumber(30, [1, 3650], 'days within which a dispute is answered'),
  sanctionPolicy: choice(
    'S-default',
    ['S-default', 'order-163'],
    'table of measures by which a case of point trading is decided that names none',
  ),
};

type PolicyName = keyof typeof POLICIES;

/** What is in force in this installation. A class too, because Nest injects by class; a new one holds the defaults. */
export type Policy = { [Name in PolicyName]: (typeof POLICIES)[Name]['default'] };
// A plain function, because a class cannot take its fields from the declarations; a cast, because TypeScript lets only classes be constructed.
export const Policy = function (this: object) {
  for (const [name, declaration] of Object.entries(POLICIES)) {
    Object.assign(this, { [name]: declaration.default });
  }
} as unknown as new () => Policy;

/** `licencesPerVehicle` → `LICENCES_PER_VEHICLE`, the name an operator writes after `POLICY_`. */
export function policyVariable(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function wholeNumber(
  standard: number,
  [from, to]: [number, number],
  meaning: string,
): NumberPolicy {
  return { default: standard, from, to, meaning };
}

function yesOrNo(standard: boolean, meaning: string): TruthPolicy {
  return { default: standard, meaning };
}

function choice<const Choice extends string>(
  standard: NoInfer<Choice>,
  choices: readonly [Choice, ...Choice[]],
  meaning: string,
): ChoicePolicy<Choice> {
  return { default: standard, choices, meaning };
}

import {
  wording,
  type AllowedMeasures,
  type MeasureRange,
  type SanctionDecisionBody,
  type SanctionMeasures,
  type SanctionPolicyId,
  type SanctionRole,
  type Wording,
} from '@demerit/contracts';

/** What the law allows against point trading, as data. rules.md §5.policy. Money in fen, `from` and `until` Shanghai days. */

const YUAN = 100;

/** `timesGain`: the upper end is also at most so many times the gain. */
interface Fine extends MeasureRange {
  timesGain?: number;
}

interface PolicyRow {
  roles: readonly SanctionRole[];
  /** From which to which offence of a person. */
  offences: MeasureRange;
  fineFen: Fine;
  confiscatesGain: boolean;
  suspensionMonths: MeasureRange;
  detentionDays: MeasureRange;
  revokesLicence: boolean;
  banYears: MeasureRange;
  points: MeasureRange;
}

interface SanctionPolicy {
  legalBasis: Wording;
  from: string;
  /** First day on which it is no longer in effect. */
  until?: string;
  rows: readonly PolicyRow[];
}

const NONE: MeasureRange = { min: 0, max: 0 };
const EVERY_OFFENCE: MeasureRange = { min: 1, max: Infinity };

function exactly(value: number): MeasureRange {
  return { min: value, max: value };
}

const FINE_ALONE = {
  offences: EVERY_OFFENCE,
  confiscatesGain: false,
  suspensionMonths: NONE,
  detentionDays: NONE,
  revokesLicence: false,
  banYears: NONE,
  points: NONE,
} satisfies Partial<PolicyRow>;

const REVOCATION = {
  fineFen: { min: 2_000 * YUAN, max: 5_000 * YUAN },
  confiscatesGain: true,
  suspensionMonths: NONE,
  detentionDays: { min: 0, max: 15 },
  revokesLicence: true,
  banYears: exactly(5),
  points: NONE,
} satisfies Partial<PolicyRow>;

const POLICIES: Readonly<Record<SanctionPolicyId, SanctionPolicy>> = {
  'S-default': {
    legalBasis: wording('sanction.basis.s_default'),
    from: '2015-01-01',
    rows: [
      {
        roles: ['seller'],
        offences: exactly(1),
        fineFen: { min: 1_000 * YUAN, max: 2_000 * YUAN },
        confiscatesGain: true,
        suspensionMonths: exactly(6),
        detentionDays: NONE,
        revokesLicence: false,
        banYears: NONE,
        points: NONE,
      },
      { roles: ['seller'], offences: { min: 2, max: Infinity }, ...REVOCATION },
      { roles: ['organiser', 'introducer'], offences: EVERY_OFFENCE, ...REVOCATION },
    ],
  },
  'order-163': {
    legalBasis: wording('sanction.basis.order_163'),
    from: '2022-04-01',
    rows: [
      {
        ...FINE_ALONE,
        roles: ['buyer'],
        fineFen: { min: 0, max: 50_000 * YUAN, timesGain: 3 },
      },
      {
        ...FINE_ALONE,
        roles: ['seller'],
        fineFen: { min: 0, max: 50_000 * YUAN, timesGain: 3 },
        points: exactly(12),
      },
      {
        ...FINE_ALONE,
        roles: ['organiser'],
        fineFen: { min: 0, max: 100_000 * YUAN, timesGain: 5 },
      },
    ],
  },
};

export interface Offence {
  policyId: SanctionPolicyId;
  role: SanctionRole;
  gainFen: number;
  /** 1 = the person's first. */
  offence: number;
}

/** What a policy in effect on a day allows; undefined where it says nothing of the role, or is not in effect. */
export function allowedIn(
  { policyId, role, gainFen, offence }: Offence,
  on: string,
): AllowedMeasures | undefined {
  const { legalBasis, rows } = POLICIES[policyId];
  if (!isInEffect(POLICIES[policyId], on)) return undefined;
  const row = rows.find(
    ({ roles, offences }) => roles.includes(role) && isWithin(offence, offences),
  );
  if (!row) return undefined;
  const { fineFen, confiscatesGain, suspensionMonths, detentionDays } = row;
  const { revokesLicence, banYears, points } = row;
  const { min, max, timesGain } = fineFen;
  return {
    legalBasis,
    fineFen: { min, max: timesGain === undefined ? max : Math.min(max, timesGain * gainFen) },
    confiscationFen: confiscatesGain ? exactly(gainFen) : NONE,
    suspensionMonths,
    detentionDays,
    revokesLicence,
    banYears,
    points,
  };
}

export function isInEffect({ from, until }: { from: string; until?: string }, on: string): boolean {
  return from <= on && (until === undefined || on < until);
}

const RANGES = [
  'fineFen',
  'confiscationFen',
  'suspensionMonths',
  'detentionDays',
  'banYears',
  'points',
] as const;

/** The measures decided, with those filled in that the policy leaves no choice about; or the first one that is outside it. */
export function measuresOf(
  body: Omit<SanctionDecisionBody, 'reason'>,
  allowed: AllowedMeasures,
): SanctionMeasures | { outside: keyof SanctionMeasures } {
  const { revokesLicence } = allowed;
  if ((body.revokesLicence ?? revokesLicence) !== revokesLicence) {
    return { outside: 'revokesLicence' };
  }
  const outside = RANGES.find((name) => !isAllowed(body[name], allowed[name]));
  if (outside) return { outside };
  const decided = (name: (typeof RANGES)[number]): number => body[name] ?? allowed[name].min;
  return {
    fineFen: decided('fineFen'),
    confiscationFen: decided('confiscationFen'),
    suspensionMonths: decided('suspensionMonths'),
    detentionDays: decided('detentionDays'),
    revokesLicence,
    banYears: decided('banYears'),
    points: decided('points'),
  };
}

/** What is left out is allowed where there is no choice. */
function isAllowed(value: number | undefined, range: MeasureRange): boolean {
  return value === undefined ? range.min === range.max : isWithin(value, range);
}

function isWithin(value: number, { min, max }: MeasureRange): boolean {
  return min <= value && value <= max;
}

import {
  refusalIn,
  type HandlingMethod,
  type HandlingPreview,
  type PointsPreview,
  type Policy,
  type Refusal,
} from '@demerit/contracts';
import { firstFailing, type AcceptanceAttempt, type LimitForecast } from './acceptance.rules';
import { refuseDispute } from './disputes/disputes.rules';
import type { ViolationRecord } from './violations.rules';

const RISK_NOTICE =
  'Handle only cars you know, and only what you did yourself at the wheel: taking points for others, for gain or as a favour, is punished.';

/** What accepting would do. Without a claimed licence the ledger has nothing to say: nothing recorded, no slot used. rules.md §3. */
export function handlingPreview(
  violation: Pick<ViolationRecord, 'fineFen' | 'points'>,
  points: PointsPreview | undefined,
  policy: Policy,
): HandlingPreview {
  return {
    fineFen: violation.fineFen,
    points: violation.points,
    recordedAfter: points?.recordedAfter ?? violation.points,
    vehicleLicences: points?.vehicleLicences ?? { used: 0, limit: policy.licencesPerVehicle },
    yourVehicles: points?.yourVehicles ?? { used: 0, limit: policy.vehiclesPerLicence },
    wouldBeTheFourth: points?.wouldBeTheFourth ?? false,
    riskNotice: RISK_NOTICE,
  };
}

/** Guards 9 and 10 in the ledger's words. It names only the first of both, but tells apart from it whether this would be the fourth. */
export function forecastOf(points: PointsPreview): LimitForecast {
  const { refusal, availableFrom } = points;
  const wouldReachFullScore = refusal?.code === 'WINDOW_REQUIRED';
  const limitReached =
    refusal !== undefined && refusal.code !== 'WINDOW_REQUIRED'
      ? refusal.code
      : sideThatIsFull(points);
  return {
    wouldReachFullScore,
    ...(limitReached === undefined ? {} : { limitReached }),
    ...(availableFrom === undefined ? {} : { availableFrom }),
  };
}

function sideThatIsFull({
  wouldBeTheFourth,
  yourVehicles,
}: PointsPreview): LimitForecast['limitReached'] {
  if (!wouldBeTheFourth) return undefined;
  return yourVehicles.used >= yourVehicles.limit
    ? 'LICENCE_LIMIT_REACHED'
    : 'VEHICLE_LIMIT_REACHED';
}

/** The ways to handle a violation, each by the guards an acceptance would meet; the declaration is supposed to be made. rules.md §3. */
export function handlingMethods(
  attempt: Omit<AcceptanceAttempt, 'method' | 'iWasTheDriver'>,
): HandlingMethod[] {
  const refusalOf = (method: 'online' | 'window'): Refusal | undefined => {
    const supposed = { ...attempt, method, iWasTheDriver: true };
    return firstFailing(supposed)?.refusal(supposed);
  };
  return [
    methodBy(
      'online',
      refusalOf('online'),
      'Accept it, declaring that you were driving, and pay the fine.',
    ),
    methodBy(
      'window',
      refusalOf('window'),
      'Visit a service window with your licence and ID card.',
    ),
    methodBy(
      'dispute',
      refuseDispute(attempt.violation),
      'Dispute it with your statement and your evidence; an officer answers in writing.',
    ),
  ];
}

function methodBy(
  method: HandlingMethod['method'],
  refusal: Refusal | undefined,
  nextStep: string,
): HandlingMethod {
  if (refusal === undefined) return { method, available: true, nextStep };
  const { code, availableFrom } = refusal.refusal;
  const { detail: why, nextStep: wayOut } = refusalIn('en', refusal.refusal);
  return {
    method,
    available: false,
    code,
    why,
    nextStep: wayOut,
    ...(availableFrom === undefined ? {} : { availableFrom }),
  };
}

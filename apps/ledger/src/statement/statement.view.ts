import {
  etagOf,
  type Entry,
  type KeyReviewTarget,
  type PointsStatement,
  type Policy,
} from '@demerit/contracts';
import { rollOver, spanOf } from '../account/cycles.rules';
import { orderOf } from '../education/full-score.rules';
import type { CycleState, LedgerEntry, LicenceState, TargetState } from '../account/account.types';
import { vehiclesCounted } from '../limits/limits.rules';

/** What a licence's holder sees, right also before anything was written in a new cycle. `cycle`: the counted pairs of the one that runs. */
export function statementOf(
  licence: LicenceState,
  cycle: CycleState,
  now: Date,
  policy: Policy,
): PointsStatement {
  const { fullScore, licencesPerVehicle } = policy;
  const { education } = licence;
  return {
    licenceId: licence._id,
    cycle: spanOf(cycle),
    recorded: rollOver(licence, now, fullScore).balance,
    pending: licence.pending,
    vehiclesUsed: vehiclesCounted(cycle, policy).map((vehicleId) => ({ vehicleId })),
    limits: {
      vehiclesPerLicence: policy.vehiclesPerLicence + cycle.extraSlots,
      licencesPerVehicle,
      fullScore,
    },
    ...(education && { education: orderOf(licence, education, 'open', fullScore) }),
  };
}

export function entryOf(entry: LedgerEntry): Entry {
  const { _id, type, points, balance, causeId, recordedAt, violationOccurredAt, decidedAt } = entry;
  return {
    entryId: _id,
    type,
    points,
    balance,
    causeId,
    ...(violationOccurredAt && { violationOccurredAt }),
    ...(decidedAt && { decidedAt }),
    recordedAt,
  };
}

export function targetOf(target: TargetState): KeyReviewTarget {
  const { _id, kind, subjectId, reason, since, status, attempts } = target;
  return {
    targetId: _id,
    kind,
    ...(kind === 'licence' ? { licenceId: subjectId } : { vehicleId: subjectId }),
    reason,
    since,
    status,
    attempts,
    etag: etagOf(target),
  };
}

import { type Entry, type PointsStatement, type Policy } from '@demerit/contracts';
import { rollOver, spanOf } from '../account/cycles.rules';
import { orderOf } from '../full-score/full-score.rules';
import type { CycleDocument } from '../limits/limits.types';
import type { EntryDocument, LicenceDocument } from '../account/account.types';
import { limitsShown, vehiclesCounted } from '../limits/limits.rules';

/** What a licence's holder sees, right also before anything was written in a new cycle. `cycle`: the counted pairs of the one that runs. */
export function statementView(
  licence: LicenceDocument,
  cycle: CycleDocument,
  now: Date,
  policy: Policy,
): PointsStatement {
  const { fullScore } = policy;
  const { education } = licence;
  return {
    licenceId: licence._id,
    cycle: spanOf(cycle),
    recorded: rollOver(licence, now, fullScore).balance,
    pending: licence.pending,
    vehiclesUsed: vehiclesCounted(cycle, policy).map((vehicleId) => ({ vehicleId })),
    limits: limitsShown(cycle, policy),
    ...(education && { education: orderOf(licence, education, 'open', fullScore) }),
  };
}

export function entryView(entry: EntryDocument): Entry {
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

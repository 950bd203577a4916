import type { Entry, PointsStatement } from '@demerit/contracts';
import { rollOver, spanOf } from '../account/cycles.rules';
import { orderOf } from '../full-score/full-score.rules';
import type { EntryDocument, Terms } from '../account/account.types';
import { limitsShown, vehiclesCounted, type LicenceCount } from '../limits/limits.rules';

/** What a licence's holder sees, right also before anything was written in a new cycle. `licenceCycle`: the counted pairs of the one that runs. */
export function statementView(
  count: LicenceCount,
  terms: Pick<Terms, 'now' | 'policy'>,
): PointsStatement {
  const { licence, licenceCycle } = count;
  const { now, policy } = terms;
  const { fullScore } = policy;
  const { education } = licence;
  return {
    licenceId: licence._id,
    cycle: spanOf(licenceCycle),
    recorded: rollOver(licence, now, fullScore).balance,
    pending: licence.pending,
    vehiclesUsed: vehiclesCounted(count, terms).map((vehicleId) => ({ vehicleId })),
    limits: limitsShown(count, terms),
    ...(education && { education: orderOf(licence, education, 'open', fullScore) }),
  };
}

export function entryView(entry: EntryDocument): Entry {
  const { _id, type, points, balance, causeId, recordedAt } = entry;
  const { violationOccurredAt, decidedAt, opening } = entry;
  return {
    entryId: _id,
    type,
    points,
    balance,
    causeId,
    ...(violationOccurredAt && { violationOccurredAt }),
    ...(decidedAt && { decidedAt }),
    ...(opening && { source: opening.source }),
    recordedAt,
  };
}

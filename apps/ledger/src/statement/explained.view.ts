import type { LedgerExplained, LimitExplained, Standing } from '@demerit/contracts';
import type {
  EntryDocument,
  LicenceDocument,
  PersonDocument,
  StandingState,
  Terms,
} from '../account/account.types';
import { rollOver } from '../account/cycles.rules';
import { licenceSide, vehicleSide, type Side } from '../limits/limits.rules';
import type { CycleDocument, VehicleDocument } from '../limits/limits.types';
import type { ReservationDocument } from '../reservations/reservations.types';
import type { AttemptDocument } from '../review/review.types';
import { entryView } from './statement.view';

/** What is stored of one handling. */
export interface KeptOfHandling {
  reservation: ReservationDocument | null;
  attempt: AttemptDocument | null;
  entries: EntryDocument[];
  person: PersonDocument | null;
  licence: LicenceDocument | null;
  vehicle: VehicleDocument | null;
  licenceCycle: CycleDocument | null;
  vehicleCycle: CycleDocument | null;
}

/** As an operator sees it: standings, figures and slots are those of now, counted as the limits count them. */
export function ledgerExplained(
  { reservation, attempt, entries, person, licence, vehicle, ...cycles }: KeptOfHandling,
  terms: Pick<Terms, 'now' | 'policy'>,
): LedgerExplained {
  const { now, policy } = terms;
  const { fullScore } = policy;
  const { licenceCycle, vehicleCycle } = cycles;
  return {
    reservation: reservation && {
      state: reservation.state,
      points: reservation.points,
      ...(reservation.refusal && { refusal: reservation.refusal }),
    },
    attempt: attempt && { exceeded: attempt.exceeded, targetIds: attempt.targetIds },
    entries: entries.map((entry) => ({
      ...entryView(entry),
      ...(entry.because && { because: entry.because }),
    })),
    person: person && { standing: standingExplained(person.standing) },
    licence: licence && {
      recorded: rollOver(licence, now, fullScore).balance,
      pending: licence.pending,
      fullScore,
    },
    vehicle: vehicle && { standing: standingExplained(vehicle.standing) },
    licenceCycle:
      reservation &&
      licence &&
      licenceCycle &&
      limitOf(licenceCycle, licenceSide({ licence, licenceCycle }, reservation, terms)),
    vehicleCycle:
      reservation &&
      vehicleCycle &&
      limitOf(vehicleCycle, vehicleSide(vehicleCycle, reservation, policy)),
  };
}

function limitOf(cycle: CycleDocument, side: Side): LimitExplained {
  const all = new Set(cycle.uses.map(({ otherId }) => otherId)).size;
  const { startsOn, endsBefore } = cycle;
  return {
    startsOn,
    endsBefore,
    counted: side.used,
    uncounted: all - side.used,
    limit: side.limit,
  };
}

function standingExplained({ status, reason, since, version }: StandingState): Standing {
  return {
    status,
    ...(reason !== undefined && { reason }),
    ...(since !== undefined && { since }),
    version,
  };
}

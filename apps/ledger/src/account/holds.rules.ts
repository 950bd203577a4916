import { holdStands, refuse, saidOfHolds, type Hold, type Refusal } from '@demerit/contracts';
import type { LedgerEvent, LicenceHold, LicenceDocument } from './account.types';

/**
 * The holds that the ledger places on a licence: detained at full score, suspended or revoked by a sanction. One with an end ends by itself;
 * nobody has to write anything on that day. rules.md §1.hold, §5.
 */

/** A licence after a part of a change; its version stays. */
export interface LicenceChange {
  licence: LicenceDocument;
  events: LedgerEvent[];
}

/** Those that stand at an instant. */
export function standingHolds(licence: LicenceDocument, now: Date): LicenceHold[] {
  return licence.holds.filter((hold) => holdStands(hold, now));
}

export function hasHold(licence: LicenceDocument, now: Date): boolean {
  return standingHolds(licence, now).length > 0;
}

/** Guard 1, decided again by the one who places holds. */
export function holdRefusal(licence: LicenceDocument, now: Date): Refusal | undefined {
  const [hold] = standingHolds(licence, now);
  if (!hold) return undefined;
  return refuse('LICENCE_NOT_VALID', {
    reason: hold.kind,
    ...saidOfHolds(standingHolds(licence, now)),
    ...(hold.kind !== 'revoked' && hold.until && { availableFrom: hold.until }),
  });
}

export function placeHold(licence: LicenceDocument, hold: LicenceHold, now: Date): LicenceChange {
  return changedHolds('placed', licence, [...standingHolds(licence, now), hold], hold, now);
}

/** Lifts what a cause placed; nothing when it ended by itself before. */
export function liftHold(licence: LicenceDocument, causeId: string, now: Date): LicenceChange {
  const standing = standingHolds(licence, now);
  const hold = standing.find((one) => one.causeId === causeId);
  if (!hold) return { licence, events: [] };
  return changedHolds(
    'lifted',
    licence,
    standing.filter((one) => one !== hold),
    hold,
    now,
  );
}

function changedHolds(
  what: 'placed' | 'lifted',
  before: LicenceDocument,
  holds: LicenceHold[],
  { kind, until }: LicenceHold,
  now: Date,
): LicenceChange {
  const version = before.holdsVersion + 1;
  const licence = { ...before, holds, holdsVersion: version };
  const { _id: licenceId, accountId, personKey } = before;
  const payload = {
    accountId,
    personKey,
    licenceId,
    kind,
    ...(until && { until }),
    holds: shownHolds(holds),
    at: now.toISOString(),
    version,
  };
  const key = `${licenceId}-holds`;
  return { licence, events: [{ type: `licence.hold-${what}`, key, seq: version, payload }] };
}

export function shownHolds(holds: readonly LicenceHold[]): Hold[] {
  return holds.map(({ kind, until }) => ({ kind, ...(until && { until }) }));
}

import {
  holdStands,
  refuse,
  saidOfHolds,
  shanghaiDay,
  wording,
  type Hold,
  type Person,
  type Refusal,
} from '@demerit/contracts';

/** What guard 1 looks at: the licence of whoever accepts. rules.md §3. */

/** A licence id that is not the caller's own is as good as none; checked before the guards. */
export function licenceNamed(licenceId: string | undefined, person: Person): Refusal | undefined {
  if (licenceId === undefined || licenceId === person.licence?.licenceId) return undefined;
  return refuse('LICENCE_NOT_FOUND', { nextStep: wording('licence.own') });
}

/** Holds that stand now. Those with a date end by themselves; a licence past its last day has expired. rules.md §1. */
export function holdsOf({ person, now }: { person: Person; now: Date }): Hold[] {
  if (person.licence === null) return [];
  const { holds, validUntil } = person.licence;
  const standing = holds.filter((hold) => holdStands(hold, now));
  return validUntil !== null && validUntil < shanghaiDay(now)
    ? [...standing, { kind: 'expired' }]
    : standing;
}

/** The refusal tells what holds it; absent rather than undefined is when it ends, because a refusal is stored as it stands. */
export function licenceNotValid(holds: Hold[]): Refusal {
  const ends = holds.flatMap(({ kind, until }) => (kind === 'revoked' || !until ? [] : until));
  const isEndless = ends.length < holds.length;
  const [last] = isEndless
    ? []
    : ends.toSorted((one, other) => Date.parse(other) - Date.parse(one));
  return refuse('LICENCE_NOT_VALID', {
    ...saidOfHolds(holds),
    ...(last !== undefined && { availableFrom: last }),
  });
}

import { refuse, wording, type Hold, type Refusal } from '@demerit/contracts';

/** What staff looks for by a number. */

/** Form of a look-up: one number, not two, and not none. */
export function checkOneOf(
  by: Readonly<Record<string, string | undefined>>,
  [one, other]: [string, string],
): Refusal | undefined {
  if ((by[one] === undefined) !== (by[other] === undefined)) return undefined;
  const message = wording('form.give_one', { fields: `${one}, ${other}` });
  return refuse('VALIDATION_FAILED', { errors: [{ field: one, message }] });
}

interface Registered {
  accountId?: string;
  firstIssuedOn: string;
  holds: readonly Pick<Hold, 'kind'>[];
}

/** Of a person's licences the one that they have claimed; else the newest that is not revoked, else the newest. */
export function presentOf<Licence extends Registered>(
  licences: readonly Licence[],
): Licence | undefined {
  const newestFirst = licences.toSorted((a, b) => b.firstIssuedOn.localeCompare(a.firstIssuedOn));
  return (
    newestFirst.find(({ accountId }) => accountId !== undefined) ??
    newestFirst.find(({ holds }) => !holds.some(({ kind }) => kind === 'revoked')) ??
    newestFirst[0]
  );
}

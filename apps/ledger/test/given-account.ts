import { givenCaseFile, givenRequest, givenReservation, givenTerms, NEW_TARGETS } from './given';
import type { EntryDocument } from '../src/account/account.types';
import type { CaseFile } from '../src/limits/limits.types';
import { record } from '../src/reservations/recording.rules';
import { release, reserve } from '../src/reservations/reservations.rules';

/** An account of two handlings: one recorded, one released; `pending` is a third. */
export function givenAccount(): { caseFile: CaseFile; entries: EntryDocument[] } {
  const terms = givenTerms();
  const { person, ...before } = givenCaseFile();
  let caseFile: CaseFile = before;
  const entries: EntryDocument[] = [];
  for (const [handlingId, then] of [
    ['hdl_1', 'record'],
    ['hdl_2', 'release'],
    ['hdl_3', 'wait'],
  ] as const) {
    const taken = reserve(
      givenRequest({ handlingId }),
      { ...caseFile, person },
      [],
      NEW_TARGETS,
      terms,
    );
    const reservation = givenReservation({ ...taken.reservation });
    const after = taken.caseFile!;
    const change =
      then === 'record'
        ? record(reservation, after, 'paid', terms)
        : then === 'release'
          ? release(reservation, after, terms)
          : {};
    entries.push(...(taken.entries ?? []), ...(change.entries ?? []));
    caseFile = change.caseFile ?? after;
  }
  return { caseFile, entries };
}

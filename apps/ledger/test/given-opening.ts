import type { OpeningBalance, RegisteredLicence, Self } from '@demerit/contracts';
import type { EntryDocument, LicenceDocument } from '../src/account/account.types';
import { verifyLicence } from '../src/account/chain.rules';
import { seal } from '../src/account/seal';
import { CycleBook } from '../src/limits/cycle-book';
import type { CycleDocument } from '../src/limits/limits.types';
import { OpeningBatch, type OpeningRow } from '../src/opening/opening-batch';
import {
  countSlots,
  verifyCycle,
  verifyParts,
  type Counts,
} from '../src/verification/verification.rules';
import { givenTerms } from './given';

/** Beginnings of specs about what was decided elsewhere. */

export const CAR = {
  vehicleId: 'veh_car',
  ownerKey: 'person_li',
  userAccountIds: ['acc_wang'],
  registeredOn: '2021-05-05',
};
export const OWN = {
  vehicleId: 'veh_own',
  ownerKey: 'person_zhang',
  userAccountIds: [],
  registeredOn: '2020-11-02',
};
export const REGISTERED: RegisteredLicence = {
  accountId: 'acc_zhang',
  personKey: 'person_zhang',
  licenceId: 'lic_zhang',
  class: 'C1',
  firstIssuedOn: '2019-01-11',
  validUntil: '2029-01-11',
  version: 2,
};
/** As vehicles says whose they are. */
const TAKEN = new Map(
  [CAR, OWN, { ...OWN, vehicleId: 'veh_3' }].map((car) => [car.vehicleId, car]),
);
/** Somebody whom no entry is about. */
const REGISTRAR: Self = { accountId: 'acc_registrar', keys: [], licenceIds: [] };
export const BODY: OpeningBalance = {
  licenceNumber: '330102199001011234',
  points: 7,
  slots: [],
  asOf: '2025-10-01',
  source: '杭州交警支队旧系统',
};

export function row(
  change: Partial<OpeningBalance> = {},
  facts: Partial<OpeningRow> = {},
): OpeningRow {
  const body = { ...BODY, ...change };
  return { row: 0, body, registered: REGISTERED, vehicles: [], taken: TAKEN, ...facts };
}

export interface Books {
  licence: LicenceDocument;
  entries: EntryDocument[];
  cycles: CycleDocument[];
  batch: OpeningBatch;
}

/** One batch over an account that stands as given. */
export function entered(
  rows: readonly OpeningRow[],
  { licence, entries = [], cycles = [] }: Partial<Books> = {},
  registrar: Self = REGISTRAR,
): Books {
  const before = entries.find(({ seq }) => seq === licence?.openingSeq);
  const standing = new Map(before ? [['lic_zhang', before]] : []);
  const batch = new OpeningBatch(licence ? [licence] : [], standing, givenTerms());
  for (const one of rows) batch.enter(one, registrar);
  const book = new CycleBook();
  for (const empty of batch.cyclesTouched())
    book.enter(empty._id, cycles.find(({ _id }) => _id === empty._id) ?? empty);
  batch.countIn(book);
  const changed = book.changed();
  const kept = cycles.filter(({ _id }) => !changed.some((one) => one._id === _id));
  return {
    licence: batch.changed()[0] ?? licence!,
    entries: [...entries, ...batch.entries],
    cycles: [...kept, ...changed],
    batch,
  };
}

export function codeOf(books: Books): string {
  return books.batch.refused[0]?.refusal.code ?? 'entered';
}

/** Every figure again from the entries. */
export function expectSound({ licence, entries, cycles }: Books): void {
  const counts: Counts = new Map();
  for (const entry of entries) countSlots(counts, entry);
  const account = {
    firstIssuedOn: licence.firstIssuedOn,
    recuts: licence.recuts,
    entries,
    paidAt: new Map<string, string>(),
  };
  expect(verifyLicence(licence, entries, seal)).toEqual([]);
  expect(verifyParts(licence, account)).toEqual([]);
  expect(cycles.flatMap((cycle) => verifyCycle(cycle, counts))).toEqual([]);
  expect(counts.size).toBe(0);
}

import { checkDocument, WrongDocument, type CheckedCollection } from '@demerit/messaging';
import type { EntryDocument, LicenceDocument } from '../src/account/account.types';
import { ENTRIES } from '../src/account/entries.store';
import { LICENCES } from '../src/account/licences.store';
import { PEOPLE } from '../src/account/people.store';
import { CERTIFICATES } from '../src/education/certificates.store';
import { STUDIES } from '../src/education/studies.store';
import { settled } from '../src/limits/counts.rules';
import { CYCLES } from '../src/limits/cycles.store';
import { MIGRATIONS } from '../src/limits/shape.store';
import { VEHICLES } from '../src/limits/vehicles.store';
import { OFFENDERS } from '../src/offenders/offenders.store';
import { bringIn } from '../src/opening/opening.rules';
import { record } from '../src/reservations/recording.rules';
import { RESERVATIONS } from '../src/reservations/reservations.store';
import { ATTEMPTS } from '../src/review/attempts.store';
import { TARGETS } from '../src/review/targets.store';
import { CASES } from '../src/sanctions/cases.store';
import {
  FULL_LICENCE,
  FULL_VEHICLE,
  givenCycle,
  givenLicence,
  givenTerms,
  reserving,
  SUSPENDED,
  SUSPENDED_CAR,
} from './given';
import { givenDecided, givenOffender } from './sanctions/given-case';

const fourth = reserving({}, { licenceCycle: FULL_LICENCE, vehicleCycle: FULL_VEHICLE });
const taken = reserving({ points: 12, method: 'window' });
const recorded = record(taken.reservation, taken.caseFile!, 'overdue', givenTerms());
const createdAt = new Date('2025-10-10T04:00:00.000Z');
const study = {
  _id: 'online C-1',
  studyId: 'std_1',
  kind: 'online',
  licenceId: 'lic_zhang',
  accountId: 'acc_zhang',
  cycleStartsOn: '2025-01-11',
  points: 1,
  at: '2025-10-10T04:00:00.000Z',
};
const certificate = {
  _id: 'C-1',
  kind: 'online',
  licenceId: 'lic_zhang',
  completedOn: '2025-10-01',
  version: 1,
};

const within = settled<LicenceDocument>({ ...recorded.caseFile!.licence, cycles: [] }, [
  { ...recorded.caseFile!.licenceCycle, movedTo: '2025-07-21' },
]).subject.cycles![0]!;

const broughtIn = bringIn(
  { licenceNumber: '330102199001011234', points: 3, slots: [], asOf: '2025-10-01', source: 'x' },
  [{ vehicleId: 'veh_car', vehicleCycle: '2025-05-05', ownVehicle: false }],
  { licence: givenLicence(), before: undefined },
  givenTerms(),
).entry;

/** A document that rules made, and a change that nobody may store. */
const COLLECTIONS: [CheckedCollection, object, wrong: object][] = [
  [LICENCES, recorded.caseFile!.licence, { balance: 'three' }],
  [LICENCES, givenLicence({ standing: SUSPENDED }), { standing: { status: 'paused', version: 1 } }],
  [PEOPLE, fourth.person!, { standing: { status: 'paused', version: 1 } }],
  [ENTRIES, entryOf(taken.entries), { points: 1.5 }],
  [ENTRIES, entryOf(recorded.entries), { note: 'paid at the window' }],
  [ENTRIES, broughtIn, { opening: { source: 7, asOf: '2025-10-01', slots: [] } }],
  [
    LICENCES,
    { ...recorded.caseFile!.licence, cycles: [within] },
    { cycles: [{ ...within, kind: 'licence' }] },
  ],
  [VEHICLES, { ...SUSPENDED_CAR, cycles: [within] }, { cycles: [{ ...within, uses: null }] }],
  [
    MIGRATIONS,
    { _id: 'cycles-within', contractedAt: '2026-11-22T04:00:00.000Z', onlyCycles: ['lic_1'] },
    { contractedAt: '2026-11-22' },
  ],
  [CYCLES, taken.caseFile!.licenceCycle, { uses: [{ otherId: 'veh_car', pending: 1 }] }],
  [CYCLES, givenCycle('vehicle'), { startsOn: '2025-05-05T00:00:00Z' }],
  [VEHICLES, SUSPENDED_CAR, { registeredOn: null }],
  [RESERVATIONS, { ...fourth.reservation, createdAt }, { refusal: { reason: 'no code' } }],
  [
    RESERVATIONS,
    { ...recorded.reservation, createdAt, asks: 1, askAgainAt: createdAt },
    { state: 'lapsed' },
  ],
  [RESERVATIONS, { ...taken.reservation, createdAt }, { createdAt: '2025-10-10T04:00:00.000Z' }],
  [ATTEMPTS, fourth.attempt!, { exceeded: ['person'] }],
  [TARGETS, fourth.targets![0]!, { open: 'yes' }],
  [STUDIES, study, { points: -1 }],
  [CERTIFICATES, certificate, { completedOn: '1 October' }],
  [CASES, givenDecided(), { measures: { fineFen: 100 } }],
  [
    OFFENDERS,
    givenOffender({ inForce: [{ caseId: 'cas_1', on: '2025-10-10' }] }),
    { inForce: ['cas_1'] },
  ],
];

function entryOf(entries: readonly EntryDocument[] | undefined): EntryDocument {
  return entries!.at(-1)!;
}

describe('what the ledger stores', () => {
  it.each(COLLECTIONS)(
    '$name: is as the rules make it, and nothing else',
    (of, document, wrong) => {
      expect(() => checkDocument(of, document)).not.toThrow();
      expect(() => checkDocument(of, { ...document, ...wrong })).toThrow(WrongDocument);
      expect(() => checkDocument(of, { ...document, _id: undefined })).toThrow(WrongDocument);
    },
  );

  it('has such a document for each of its collections', () => {
    expect(new Set(COLLECTIONS.map(([{ name }]) => name)).size).toBe(13);
  });
});

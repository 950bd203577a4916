import { addDays, anniversary } from '@demerit/contracts';
import fc from 'fast-check';
import { entriesOfCycle, rollOver } from '../src/account/cycles.rules';
import { givenPolicy, givenRequest } from './given';
import { standingHolds } from '../src/account/holds.rules';
import { itemsOf, replay, studiedIn, sumOf, unpaidIn } from '../src/account/items.rules';
import type { EntryDocument, LicenceDocument, RecordedBecause } from '../src/account/account.types';
import { MemoryLedger } from './memory-ledger';
import { NaiveLedger } from './naive-ledger';
import { expectSlotsSound } from './soundness';
import { seal } from '../src/account/seal';
import { verifyLicence } from '../src/account/chain.rules';

/** One licence over years: what is recorded, paid late, revoked, studied off, cleared by cycle or exam. rules.md §4.cycle-end to §4.reversal. */

const LICENCE = 'lic_01-11_a';
const DAY_MS = 86_400_000;
const POLICY = givenPolicy({ vehiclesPerLicence: 1_000, licencesPerVehicle: 1_000 });

const FIRST_ISSUES = ['2020-01-11', '2020-07-21', '2018-12-31', '2020-02-29'];

const number = fc.nat({ max: 11 });
const points = fc.constantFrom(1, 3, 6, 6, 9, 12);
const because = fc.constantFrom<RecordedBecause>('paid', 'no_fine', 'overdue', 'overdue');
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('take' as const), number, points, because }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('pay' as const),
      number,
      receivedAfterDays: fc.constantFrom(0, 0, 1, 30, 300),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('revoke' as const), number }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('educate' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('roll' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.nat({ max: 200 }) }),
  },
);
const study = fc.record({ do: fc.constant('study' as const) });
const correct = fc.record({
  do: fc.constant('correct' as const),
  firstIssuedOn: fc.constantFrom(...FIRST_ISSUES),
});
type Step =
  | (typeof step extends fc.Arbitrary<infer T> ? T : never)
  | { do: 'study' }
  | { do: 'correct'; firstIssuedOn: string };

/** Walks through the steps with the ledger and, if there is one, with the reference. */
function walk(steps: readonly Step[], naive?: NaiveLedger) {
  const ledger = new MemoryLedger(POLICY);
  let now = new Date('2024-12-20T03:00:00Z');
  steps.forEach((next, index) => {
    if (next.do === 'wait') now = new Date(now.getTime() + next.days * DAY_MS);
    else if (next.do === 'take') {
      const request = requestOf(next.number, next.points, now);
      ledger.reserve(request, now);
      naive?.reserve(request, now);
      ledger.record(request.handlingId, next.because, now);
      naive?.record(request.handlingId, next.because, now);
    } else if (next.do === 'pay') {
      const handlingId = `hdl_${next.number}`;
      const recorded = ledger.entries.find(
        ({ type, causeId }) => type === 'record' && causeId === handlingId,
      );
      const days = now.getTime() - next.receivedAfterDays * DAY_MS;
      const paidAt = new Date(Math.max(days, Date.parse(recorded?.recordedAt ?? '') || 0));
      ledger.record(handlingId, 'paid', now, paidAt.toISOString());
      naive?.record(handlingId, 'paid', now, paidAt);
    } else if (next.do === 'revoke') {
      const given = ledger.revoke(`hdl_${next.number}`, now);
      if (naive) expect(given).toBe(naive.revoke(`hdl_${next.number}`, now));
    } else if (next.do === 'educate') {
      if (!naive || naive.educate(LICENCE, now)) ledger.educate(LICENCE, now);
    } else if (next.do === 'roll') ledger.rollOver(LICENCE, now);
    else if (next.do === 'study') ledger.study(LICENCE, `std_${index}`, now);
    else ledger.followLicence(correctionOf(next.firstIssuedOn, index), now);
    if (naive) expect(recordedIn(ledger, now)).toBe(naive.recorded(LICENCE, now));
  });
  return { ledger, now };
}

function correctionOf(firstIssuedOn: string, version: number) {
  const said = { class: 'C1', validUntil: '2039-01-11' } as const;
  const person = { accountId: 'acc_zhang', personKey: 'person_zhang' };
  return { licenceId: LICENCE, firstIssuedOn, version: version + 1, ...person, ...said };
}

function requestOf(handling: number, taken: number, now: Date) {
  return givenRequest({
    handlingId: `hdl_${handling}`,
    licenceId: LICENCE,
    licenceFirstIssuedOn: '2020-01-11',
    vehicleId: 'veh_05-05_w',
    points: taken,
    method: 'window',
    decidedAt: now.toISOString(),
  });
}

function recordedIn(ledger: MemoryLedger, now: Date): number {
  const licence = ledger.licences.get(LICENCE);
  return licence ? rollOver(licence, now, POLICY.fullScore).balance : 0;
}

describe('the balance of one licence over years', () => {
  it('is what a reference says that counts everything anew after each step', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 50 }), (steps) => {
        walk(steps, new NaiveLedger(POLICY));
      }),
      { numRuns: 400 },
    );
  });

  it('§4.entries.floor §4.cycle.corrected: follows from the entries, never falls below 0, and detains exactly from full score on', () => {
    const steps = fc.array(
      fc.oneof(
        { weight: 8, arbitrary: step },
        { weight: 2, arbitrary: study },
        { weight: 1, arbitrary: correct },
      ),
      { minLength: 10, maxLength: 50 },
    );
    fc.assert(
      fc.property(steps, (taken) => {
        const { ledger, now } = walk(taken);
        const licence = ledger.licences.get(LICENCE);
        if (!licence) return;
        expect(verifyLicence(licence, ledger.entries, seal)).toEqual([]);
        expectSlotsSound(ledger);
        const items = itemsOf(ledger.books.account(licence), licence.cycleStartsOn);
        expect(sumOf(items)).toBe(licence.balance);
        expect(unpaidIn(items)).toEqual(licence.unpaid);
        const isFull = licence.balance >= POLICY.fullScore;
        expect(standingHolds(licence, now)).toHaveLength(isFull ? 1 : 0);
        expect(licence.education !== undefined).toBe(isFull);
        if (licence.recuts) return;
        const replayed = replay(ledger.books.account(licence), licence.cycleStartsOn);
        expect(studiedIn(replayed, licence.cycleStartsOn)).toBeLessThanOrEqual(6);
      }),
      { numRuns: 400 },
    );
  });

  it('§4.cycle.named: lists each entry for one cycle, however often its first issue was corrected', () => {
    const steps = fc.array(
      fc.oneof({ weight: 3, arbitrary: step }, { weight: 1, arbitrary: correct }),
      { minLength: 10, maxLength: 50 },
    );
    fc.assert(
      fc.property(steps, (taken) => {
        const { ledger, now } = walk(taken);
        ledger.rollOver(LICENCE, now);
        const licence = ledger.licences.get(LICENCE);
        if (!licence) return;
        const cycles = new Set(edgesUpTo(now).map((day) => listed(ledger, licence, day).join()));
        const all = [...cycles].filter(Boolean).flatMap((seqs) => seqs.split(',').map(Number));
        expect(all.toSorted((one, other) => one - other)).toEqual(
          ledger.entries.map(({ seq }) => seq),
        );
      }),
      { numRuns: 200 },
    );
  });
});

/** The first days of all cycles there may have been, and the last of those before: in between no other cycle begins. */
function edgesUpTo(now: Date): string[] {
  const years = Array.from({ length: now.getUTCFullYear() - 2021 }, (_, index) => 2022 + index);
  const firsts = years.flatMap((year) => FIRST_ISSUES.map((day) => anniversary(day, year)));
  return firsts.flatMap((day) => [addDays(day, -1), day]);
}

/** Numbers of the entries of the cycle that holds a day, as the store reads them. */
function listed(ledger: MemoryLedger, licence: LicenceDocument, day: string): number[] {
  const ranges = entriesOfCycle(licence, day);
  const isAsked = ({ seq, cycleStartsOn }: EntryDocument): boolean =>
    ranges.some(
      ({ names, after, upTo = Infinity }) =>
        seq > after && seq <= upTo && names.includes(cycleStartsOn),
    );
  return ledger.entries.filter(isAsked).map(({ seq }) => seq);
}

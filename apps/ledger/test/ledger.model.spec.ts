import type { ReservePoints } from '@demerit/contracts';
import fc from 'fast-check';
import type { PersonDocument } from '../src/account/account.types';
import { cycleAt, rollOver } from '../src/account/cycles.rules';
import { givenPolicy } from './given';
import { vehiclesCounted } from '../src/limits/limits.rules';
import { Crash, MemoryLedger } from './memory-ledger';
import { anniversaryOf, NaiveLedger } from './naive-ledger';
import { seal } from '../src/account/seal';
import {
  countSlots,
  verifyCycle,
  verifyParts,
  verifyReservations,
  verifyStandings,
  verifyUnseen,
  type Counts,
  type Standings,
} from '../src/verification/verification.rules';
import { verifyLicence } from '../src/account/chain.rules';

const LICENCES = ['lic_01-11_a', 'lic_06-30_b', 'lic_12-31_c', 'lic_03-01_d'];
const VEHICLES = ['veh_05-05_w', 'veh_11-11_x', 'veh_01-01_y', 'veh_08-08_z'];
/** Each begins with the licence of the same place. */
const ACCOUNTS = ['acc_1', 'acc_2', 'acc_3', 'acc_4'];
const HANDLINGS = 24;
const DAY_MS = 86_400_000;

/** What a handling asks for follows from its number, so that repeating a number is repeating a message. */
const handling = fc.record({
  licence: fc.constantFrom(...LICENCES),
  vehicle: fc.constantFrom(...VEHICLES),
  ownVehicle: fc.boolean(),
  points: fc.constantFrom(0, 1, 1, 3, 3, 6, 12),
  method: fc.constantFrom('online' as const, 'online' as const, 'window' as const),
  decidedDaysAgo: fc.constantFrom(0, 0, 0, 20),
});

const number = fc.nat({ max: HANDLINGS - 1 });
const account = fc.nat({ max: 3 });
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('reserve' as const), number }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('record' as const),
      number,
      because: fc.constantFrom('paid' as const, 'no_fine' as const, 'overdue' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('withdraw' as const), number }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('review' as const),
      subject: fc.constantFrom(...ACCOUNTS, ...VEHICLES),
      decision: fc.constantFrom('release' as const, 'release' as const, 'confirm' as const),
      extraSlots: fc.nat({ max: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('revoke' as const), number }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('educate' as const),
      licence: fc.constantFrom(...LICENCES),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('roll' as const),
      licence: fc.constantFrom(...LICENCES),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('swap' as const), first: account, other: account }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.nat({ max: 240 }) }),
  },
);

/** The service dies before the commit, after it, or not at all; whoever asked asks again. */
const crash = fc.constantFrom('never', 'never', 'never', 'before', 'after');

/** Reviews and education steps are repeated under their key, which gives the stored answer: after the commit nothing runs again. */
function surviving<T>(ledger: MemoryLedger, when: string, isKeyed: boolean, ask: () => T): T {
  ledger.books.crashNext = when === 'before';
  try {
    const answer = ask();
    return when === 'after' && !isKeyed ? ask() : answer;
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
    return ask();
  } finally {
    ledger.books.crashNext = false;
  }
}

const policies = fc
  .record({
    countOwnVehicles: fc.boolean(),
    countZeroPoints: fc.boolean(),
    vehiclesPerLicence: fc.integer({ min: 1, max: 3 }),
    licencesPerVehicle: fc.integer({ min: 1, max: 3 }),
  })
  .map(givenPolicy);

describe('the ledger, whatever is asked of it in whatever order and however often', () => {
  it.each([
    ['within their licences and vehicles', { cyclesWithin: true }],
    ['beside them, as an earlier version has it', { cyclesWithin: false }],
  ])(
    '§4.limits.vehicle: answers, counts and suspends like a reference that counts everything anew, cycles %s',
    (_where, shape) => {
      fc.assert(
        fc.property(
          policies,
          fc.array(handling, { minLength: HANDLINGS, maxLength: HANDLINGS }),
          fc.array(fc.tuple(step, crash), { minLength: 20, maxLength: 90 }),
          (policy, handlings, steps) => {
            const ledger = new MemoryLedger(policy, shape);
            const naive = new NaiveLedger(policy);
            const requests = new Map<number, ReservePoints>();
            const holders = [...ACCOUNTS];
            let now = new Date('2024-12-20T03:00:00Z');
            for (const [next, dies] of steps) {
              const keyed = next.do === 'review' || next.do === 'educate';
              const asked = <T>(ask: () => T): T => surviving(ledger, dies, keyed, ask);
              if (next.do === 'wait') {
                now = new Date(now.getTime() + next.days * DAY_MS);
              } else if (next.do === 'swap') {
                // The register gives each of two licences to the holder of the other.
                const [first, other] = [holders[next.first]!, holders[next.other]!];
                holders[next.first] = other;
                holders[next.other] = first;
              } else if (next.do === 'roll') {
                asked(() => ledger.rollOver(next.licence, now));
              } else if (next.do === 'educate') {
                const completed = naive.educate(next.licence, now);
                if (completed) expect(asked(() => ledger.educate(next.licence, now))).toBe(true);
              } else if (next.do === 'revoke') {
                const answer = naive.revoke(`hdl_${next.number}`, now);
                const given = asked(() => ledger.revoke(`hdl_${next.number}`, now));
                // Asked again after its effect, a reversal is refused: there is none of a reversal.
                const again = dies === 'after' && answer === 'ok';
                expect(given).toBe(again ? 'REVERSAL_NOT_POSSIBLE' : answer);
              } else if (next.do === 'review') {
                const { subject, decision, extraSlots } = next;
                const _id = LICENCES[holders.indexOf(subject)] ?? subject;
                const about = { _id, origin: `2020-${anniversaryOf(_id)}` };
                const given = asked(() => ledger.review(subject, about, decision, extraSlots, now));
                expect(given).toBe(naive.review(subject, _id, decision, extraSlots, now));
              } else if (next.do === 'reserve') {
                const request =
                  requests.get(next.number) ??
                  requestOf(next.number, handlings[next.number]!, holders, now);
                requests.set(next.number, request);
                const given = asked(() => ledger.reserve(request, now));
                expect(given).toBe(naive.reserve(request, now));
              } else if (next.do === 'record') {
                asked(() => ledger.record(`hdl_${next.number}`, next.because, now));
                naive.record(`hdl_${next.number}`, next.because, now);
              } else {
                asked(() => ledger.withdraw(`hdl_${next.number}`, now));
                naive.withdraw(`hdl_${next.number}`);
              }
            }
            expectAlike(ledger, naive, now, policy);
            expectSound(ledger);
          },
        ),
        { numRuns: 400 },
      );
    },
  );
});

function requestOf(
  number: number,
  asked: typeof handling extends fc.Arbitrary<infer T> ? T : never,
  holders: readonly string[],
  now: Date,
): ReservePoints {
  const { licence, vehicle, ownVehicle, points, method, decidedDaysAgo } = asked;
  const accountId = holders[LICENCES.indexOf(licence)]!;
  return {
    handlingId: `hdl_${number}`,
    accountId,
    personKey: `person_${accountId}`,
    licenceId: licence,
    licenceFirstIssuedOn: `2020-${anniversaryOf(licence)}`,
    vehicleId: vehicle,
    vehicleRegisteredOn: `2020-${anniversaryOf(vehicle)}`,
    ownVehicle,
    points,
    method,
    violationOccurredAt: now.toISOString(),
    decidedAt: new Date(now.getTime() - decidedDaysAgo * DAY_MS).toISOString(),
  };
}

function expectAlike(
  ledger: MemoryLedger,
  naive: NaiveLedger,
  now: Date,
  policy: ReturnType<typeof givenPolicy>,
): void {
  for (const licence of ledger.licences.values()) {
    expect(rollOver(licence, now, policy.fullScore).balance).toBe(naive.recorded(licence._id, now));
    expect(licence.pending).toBe(naive.pending(licence._id));
    const { startsOn } = cycleAt(licence.firstIssuedOn, now);
    const licenceCycle = ledger.cycles.get(`L:${licence._id}:${startsOn}`);
    const counted = licenceCycle ? vehiclesCounted({ licence, licenceCycle }, { now, policy }) : [];
    expect(new Set(counted)).toEqual(naive.counted(licence._id, 'licence', now));
  }
  const open = ledger.books
    .openTargets()
    .map(({ kind, accountId, subjectId }) => (kind === 'licence' ? accountId : subjectId));
  expect(open.toSorted()).toEqual([...naive.suspended].toSorted());
}

function standingsOf(rows: ReadonlyMap<string, Pick<PersonDocument, 'standing'>>): Standings {
  return new Map([...rows].map(([id, { standing }]) => [id, standing]));
}

/** Whatever happened: every figure follows from the entries, and one listing goes with one suspension. */
function expectSound(ledger: MemoryLedger): void {
  const counts: Counts = new Map();
  const accounts = Map.groupBy(ledger.entries, ({ licenceId }) => licenceId);
  const differences = [
    ...[...ledger.licences.values()].flatMap((licence) =>
      verifyLicence(licence, accounts.get(licence._id) ?? [], seal),
    ),
    ...[...ledger.licences.values()].flatMap((licence) =>
      verifyParts(licence, ledger.books.account(licence)),
    ),
    ...verifyReservations(ledger.entries, [...ledger.reservations.values()]),
    ...verifyStandings(
      { licence: standingsOf(ledger.books.people), vehicle: standingsOf(ledger.vehicles) },
      ledger.books.openTargets(),
    ),
  ];
  for (const entry of ledger.entries) countSlots(counts, entry);
  for (const cycle of ledger.cycles.values()) differences.push(...verifyCycle(cycle, counts));
  expect([...differences, ...verifyUnseen(counts)]).toEqual([]);
  const suspensions = ledger.events.filter(({ type }) => type.endsWith('.suspended'));
  expect(suspensions).toHaveLength(ledger.books.targets.size);
  const records = ledger.entries.filter(({ type }) => type === 'record');
  const recordings = ledger.events.filter(({ type }) => type === 'points.recorded');
  expect(recordings).toHaveLength(records.length);
}

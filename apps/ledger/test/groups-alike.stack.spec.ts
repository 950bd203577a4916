import { RUN } from '../../../tools/dev/home/own-stores';
import { addDays, type ReservePoints } from '@demerit/contracts';
import { refusalOf } from '@demerit/messaging';
import fc from 'fast-check';
import { connection, stopReplicas } from '../../../test/support/replicas';
import { givenRequest } from './given';
import {
  changed,
  commitsOf,
  decided,
  FIRST_DAY,
  receive,
  recorded,
  reserveAtOnce,
  revoked,
  standAt,
  startGroups,
  today,
  withdrawn,
} from './given-groups';
import { cyclesIn, standAs } from './given-shapes';
import { emptied, written } from './written';
import type { ReservationDocument } from '../src/reservations/reservations.types';
import { verifyLedger } from '../src/verification/verification';

/** Whatever waits together is written and answered as one after the other would have been. docs/decisions/0018. */

const DAY_MS = 86_400_000;
const HANDLINGS = 16;
const LICENCES = ['zhang', 'li', 'wang', 'zhao', 'chen'];
/** The first account has the first two licences. */
const ACCOUNTS = ['zhang', 'zhang', 'wang', 'zhao', 'chen'];

/** What a handling asks for follows from its number, so that repeating a number is repeating a message. */
const handling = fc.record({
  licence: fc.constantFrom(0, 0, 1, 2, 3, 4),
  vehicle: fc.constantFrom(0, 0, 1, 2, 3, 4),
  ownVehicle: fc.boolean(),
  points: fc.constantFrom(0, 1, 1, 1, 1, 3, 3, 12),
  method: fc.constantFrom('window' as const, 'window' as const, 'online' as const),
});
type Asked = typeof handling extends fc.Arbitrary<infer T> ? T : never;

const number = fc.nat({ max: HANDLINGS - 1 });
const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('reserve' as const), number }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('record' as const),
      number,
      because: fc.constantFrom(
        'paid' as const,
        'paid' as const,
        'no_fine' as const,
        'overdue' as const,
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('decide' as const), number }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('withdraw' as const), number }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('revoke' as const), number }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      licence: fc.nat({ max: 4 }),
      version: fc.integer({ min: 2, max: 4 }),
    }),
  },
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

/** What is given together, and how much time has gone by until then. */
interface Batch {
  days: number;
  commands: Command[];
}

/** Most handlings are reserved, and something happens to them; the first commands of a batch come twice. */
const batches = fc
  .tuple(
    fc.shuffledSubarray([...Array(HANDLINGS).keys()], { minLength: 12 }),
    fc.array(
      fc.record({
        days: fc.constantFrom(0, 0, 30, 250),
        commands: fc.array(command, { minLength: 10, maxLength: 30 }),
        twice: fc.nat({ max: 6 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([numbers, later]): Batch[] => [
    { days: 0, commands: numbers.map((number) => ({ do: 'reserve', number })) },
    ...later.map(({ days, commands, twice }) => ({
      days,
      commands: [...commands, ...commands.slice(0, twice)],
    })),
  ]);

type Run = (asks: readonly (() => Promise<unknown>)[]) => Promise<unknown[]>;

const together: Run = (asks) => Promise.all(asks.map((ask) => ask()));
const oneByOne: Run = async (asks) => {
  const outcomes: unknown[] = [];
  for (const ask of asks) outcomes.push(await ask());
  return outcomes;
};

interface Played {
  replies: unknown[][];
  /** Of each collection. */
  left: Record<string, object[]>;
}

/** A scene of handlings, on an empty database. */
class Scene {
  private readonly requests = new Map<number, ReservePoints>();

  constructor(private readonly handlings: readonly Asked[]) {}

  async play(batches: readonly Batch[], run: Run): Promise<Played> {
    await emptied();
    standAt(FIRST_DAY);
    const replies: unknown[][] = [];
    for (const { days, commands } of batches) {
      standAt(new Date(today().getTime() + days * DAY_MS));
      replies.push(await run(commands.map((one) => () => answerOf(this.give(one)))));
    }
    return { replies, left: await written() };
  }

  private async give(asked: Command): Promise<ReservationDocument | string> {
    if (asked.do === 'change') {
      const { licence, version } = asked;
      const firstIssuedOn = addDays('2019-01-11', 60 * (version - 2));
      return changed(LICENCES[licence]!, { version, firstIssuedOn });
    }
    const request = this.requestOf(asked.number);
    const { handlingId } = request;
    if (asked.do === 'reserve') return reserveAtOnce(request);
    if (asked.do === 'record') return recorded(handlingId, { because: asked.because });
    return receive(`${asked.do}-${handlingId}`, (ledger, session) => {
      if (asked.do === 'decide') return ledger.decided(decided(request), session);
      if (asked.do === 'revoke') return ledger.revoked(revoked(request), session);
      return ledger.withdrawn(withdrawn(request), session);
    });
  }

  private requestOf(number: number): ReservePoints {
    const before = this.requests.get(number);
    if (before) return before;
    const { licence, vehicle, ...rest } = this.handlings[number]!;
    const request = givenRequest({
      ...rest,
      handlingId: `hdl_${number}`,
      accountId: `acc_${ACCOUNTS[licence]}`,
      personKey: `person_${ACCOUNTS[licence]}`,
      licenceId: `lic_${LICENCES[licence]}`,
      vehicleId: `veh_${vehicle}`,
      violationOccurredAt: today().toISOString(),
      decidedAt: today().toISOString(),
    });
    this.requests.set(number, request);
    return request;
  }
}

/** What whoever gave a command gets, but times of the real clock. */
async function answerOf(work: Promise<ReservationDocument | string>): Promise<unknown> {
  return work.then(
    (answer) => (typeof answer === 'string' ? answer : { ...answer, createdAt: undefined }),
    (error: unknown) => ({ ...(refusalOf(error) ?? { error }) }),
  );
}

beforeAll(() => startGroups(1), 60_000);

afterAll(stopReplicas, 60_000);

test(`§4.limits.race §4.entries.chain: commands that share a transaction leave and answer the same as one by one (${RUN})`, async () => {
  let given = 0;
  let commits = 0;
  const inGroups: Run = async (asks) => {
    let outcomes: unknown[] = [];
    commits += await commitsOf(async () => (outcomes = await together(asks)));
    given += 1;
    return outcomes;
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(handling, { minLength: HANDLINGS, maxLength: HANDLINGS }),
      batches,
      async (handlings, given) => {
        const expected = await new Scene(handlings).play(given, oneByOne);
        expect(await new Scene(handlings).play(given, inGroups)).toEqual(expected);
        expect((await verifyLedger(connection())).differences).toEqual([]);
      },
    ),
    // Smaller ones are looked for with the seed, by whoever has the time.
    { numRuns: 10, endOnFailure: true },
  );
  // Nearly each batch was one group; a machine that is busy may leave a command behind.
  expect(commits).toBeLessThan(2 * given);
}, 300_000);

test('§4.limits.licence-cycle §4.limits.vehicle-cycle: with cycles within, commands leave and answer the same as with cycles beside', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(handling, { minLength: HANDLINGS, maxLength: HANDLINGS }),
      batches,
      async (handlings, given) => {
        await standAs('beside');
        const before = await new Scene(handlings).play(given, together);
        expect((await verifyLedger(connection())).differences).toEqual([]);
        await standAs('within');
        const within = await new Scene(handlings).play(given, together);
        expect((await verifyLedger(connection())).differences).toEqual([]);
        expect(within.left['cycles']).toEqual([]);
        expect(whereverTheyStand(within)).toEqual(whereverTheyStand(before));
      },
    ),
    { numRuns: 5, endOnFailure: true },
  );
}, 300_000);

/** All but where cycles stand, and how often what they are of was written. */
function whereverTheyStand({ replies, left }: Played): object {
  const bare = (rows: object[] = []): object[] =>
    rows.map((row) => ({ ...row, cycles: undefined, version: undefined }));
  const { licences, vehicles, cycles: _beside, ...rest } = left;
  return {
    replies,
    ...rest,
    licences: bare(licences),
    vehicles: bare(vehicles),
    cycles: cyclesIn(left),
  };
}

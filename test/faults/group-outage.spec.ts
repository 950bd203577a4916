import { setTimeout as sleep } from 'node:timers/promises';
import {
  booksAreRight,
  codeOf,
  finalAnswer,
  newCar,
  newDrivers,
  newKey,
  newViolation,
  pidOf,
  ready,
  stack,
  type Car,
  type Citizen,
} from '../support';

jest.setTimeout(120_000);

/** More than a service handles at once. */
const BURST = 100;
const DRIVERS = 20;
/** Longer than a request waits for its turn, and shorter than its asker. */
const HANGS_MS = 2_500;

let drivers: Citizen[];
let cars: Car[];

beforeAll(async () => {
  drivers = await newDrivers(DRIVERS);
  cars = await Promise.all(drivers.map((driver) => newCar(driver)));
});
afterAll(() => ready());

/** What a server of the caller's own does is not ours to stop. */
const isOurs = stack().processes.some(({ name }) => name === 'door');

interface Asked {
  driver: Citizen;
  violationId: string;
  idempotencyKey: string;
}

function accept({ driver, violationId, idempotencyKey }: Asked) {
  return driver.accept(violationId, { iWasTheDriver: true }, { idempotencyKey });
}

/** Of each driver one after the other: so many at once would be too much for the register of a busy machine. */
async function asked(each: number): Promise<Asked[]> {
  const ofAll = drivers.map(async (driver, n) => {
    const own: Asked[] = [];
    while (own.length < each) {
      const violationId = await newViolation(cars[n]!, { points: 0 });
      own.push({ driver, violationId, idempotencyKey: newKey() });
    }
    return own;
  });
  return (await Promise.all(ofAll)).flat();
}

(isOurs ? describe : describe.skip)('given a database that hangs while many accept', () => {
  it('§10.answers.busy: then those that find no place are refused soon and told when to come again, and in the end each is decided, once', async () => {
    const all = await asked(BURST / DRIVERS);
    const door = pidOf('door');
    process.kill(door, 'SIGSTOP');
    const hanging = sleep(HANGS_MS).then(() => process.kill(door, 'SIGCONT'));
    const since = performance.now();
    const first = await Promise.all(
      all.map(async (one) => ({
        answer: await accept(one),
        tookMs: performance.now() - since,
      })),
    );
    await hanging;
    const busy = first.filter(({ answer: { status, headers } }) => {
      return status === 503 && Number(headers.get('retry-after')) > 0;
    });
    const soon = busy.filter(({ tookMs }) => tookMs < HANGS_MS - 500);
    expect(soon.length).toBeGreaterThanOrEqual(BURST - 64 - 5);
    for (const { answer } of soon) {
      expect(codeOf(answer)).toBe('SERVICE_UNAVAILABLE');
      expect(answer.body).toMatchObject({
        detail: 'More is asked for at the moment than can be done in time.',
      });
      expect(['1', '2', '3']).toContain(answer.headers.get('retry-after'));
    }

    const handlings = await Promise.all(
      all.map(async (one) => {
        const { status, body } = await finalAnswer(() => accept(one));
        expect(status).toBe(201);
        return body;
      }),
    );
    expect(new Set(handlings.map(({ handlingId }) => handlingId)).size).toBe(BURST);
    await booksAreRight();
  });
});

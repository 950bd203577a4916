import { addDays, anniversary, shanghaiDay, type Handling } from '@demerit/contracts';
import {
  advanceClock,
  booksAreRight,
  domainNow,
  entries,
  eventually,
  kill,
  newCar,
  newcomer,
  newDriver,
  newViolation,
  ok,
  pidOf,
  ready,
  recordedPoints,
  replaced,
  staff,
  stayAway,
  type Citizen,
} from '../support';

jest.setTimeout(180_000);

const DAY_S = 86_400;
/** Not online: the ordinary procedure, 9 points. */
const NINE = '1614';

describe('given points that were recorded unpaid', () => {
  let driver: Citizen;
  let handling: Handling;

  beforeAll(async () => {
    const today = shanghaiDay(await domainNow());
    const day = addDays(today, 40);
    const firstIssuedOn = anniversary(day, Number(day.slice(0, 4)) - 5);
    driver = await newDriver(newcomer({ firstIssuedOn }));
    handling = await ok(driver.accept(await newViolation(await newCar(driver))));
    await advanceClock(31 * DAY_S);
    await eventually(
      async () => (await driver.handling(handling.handlingId)).status === 'overdue_recorded',
    );
  });
  afterAll(() => ready());

  it('§4.cycle-end.instant: when they are paid while the ledger is away, just before the end of the cycle, then they end with it', async () => {
    const { cycle, recorded } = await driver.points();
    expect(recorded).toBe(3);
    const now = await domainNow();
    const leftMs = Date.parse(cycle.endsAt) - now.getTime();
    await advanceClock(Math.floor(leftMs / 1_000) - 20);
    stayAway('ledger', 30_000);
    process.kill(pidOf('ledger'), 'SIGKILL');
    await driver.pay(handling.orderId ?? '');
    await eventually(async () => (await driver.handling(handling.handlingId)).status === 'closed', {
      withinMs: 90_000,
    });
    await eventually(async () => (await driver.points()).cycle.startsAt === cycle.endsAt, {
      withinMs: 60_000,
    });
    await recordedPoints(driver, 0);
    expect((await entries(driver))[0]).toMatchObject({
      type: 'clear_at_cycle_end',
      points: 3,
      balance: 0,
    });
    await booksAreRight();
  });
});

describe('given ten points', () => {
  let driver: Citizen;

  beforeAll(async () => {
    driver = await newDriver();
    const officer = await staff('officer');
    const { licenceId } = await driver.points();
    const violationId = await newViolation(await newCar(driver), { code: NINE });
    const said = { violationId, licenceId, iWasTheDriver: true };
    const { orderId } = await ok(officer.post<Handling>('/v1/window/acceptances', said));
    await driver.pay(orderId ?? '');
    await recordedPoints(driver, 9);
    await driver.acceptAndPay(await newViolation(await newCar(driver), { points: 1 }));
    await recordedPoints(driver, 10);
  });
  afterAll(async () => {
    await restarted({});
    await ready();
  });

  async function restarted(env: Record<string, string>): Promise<void> {
    const pid = pidOf('ledger');
    kill('ledger', { env });
    await replaced('ledger', pid);
    await eventually(() => driver.points());
  }

  async function holds(...kinds: string[]): Promise<void> {
    await eventually(async () => {
      const found = ((await driver.me()).licence?.holds ?? []).map(({ kind }) => kind);
      if (found.join() !== kinds.join()) throw new Error(`the holds are ${found.join() || 'none'}`);
      return true;
    });
  }

  it('§4.full-score.policy: when the ledger starts with FULL_SCORE=9, then the licence is detained, and with 12 given back', async () => {
    await restarted({ POLICY_FULL_SCORE: '9' });
    await holds('detained');
    expect((await driver.points()).education).toMatchObject({ status: 'open', round: 1 });
    await restarted({});
    await holds();
    expect(await driver.points()).not.toHaveProperty('education');
    expect((await driver.points()).recorded).toBe(10);
  });
});

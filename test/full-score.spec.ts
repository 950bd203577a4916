import {
  addDays,
  shanghaiDay,
  type Decision,
  type EducationOrder,
  type Handling,
} from '@demerit/contracts';
import {
  advanceClock,
  booksAreRight,
  closed,
  entries,
  eventually,
  newCar,
  newDriver,
  newViolation,
  ok,
  recordedPoints,
  refused,
  revokeDecision,
  staff,
  type Api,
  type Citizen,
} from './support';

jest.setTimeout(90_000);

/** Drunk driving: the ordinary procedure, 12 points. */
const TWELVE = '1712';
const DAY_S = 86_400;

let officer: Api;

beforeAll(async () => {
  officer = await staff('officer');
});

async function atWindow(driver: Citizen): Promise<Handling> {
  const violationId = await newViolation(await newCar(driver), { code: TWELVE });
  const { licenceId } = await driver.points();
  const said = { violationId, licenceId, iWasTheDriver: true };
  return ok(officer.post<Handling>('/v1/window/acceptances', said));
}

async function twelvePoints(driver: Citizen): Promise<Handling> {
  const handling = await atWindow(driver);
  await driver.pay(handling.orderId ?? '');
  await closed(driver, handling.handlingId);
  return handling;
}

async function learnt(driver: Citizen, body: object) {
  const { licenceId } = await driver.points();
  return officer.post<EducationOrder>(`/v1/licences/${licenceId}/education`, body);
}

async function isGivenBack(driver: Citizen): Promise<void> {
  await recordedPoints(driver, 0);
  expect(await driver.points()).not.toHaveProperty('education');
  await eventually(async () => (await driver.me()).licence?.holds.length === 0);
}

describe('given a driver who was detained today', () => {
  let driver: Citizen;
  let first: Handling;

  beforeAll(async () => {
    driver = await newDriver();
    first = await twelvePoints(driver);
  });

  it('§4.full-score.form: when neither days nor an exam is recorded, then one of them is needed', async () => {
    expect(await refused(learnt(driver, {}), 400, 'VALIDATION_FAILED')).toMatchObject({
      errors: [{ field: 'studyDays' }, { field: 'examPassed' }],
    });
  });

  it('§4.full-score.days: when seven days of study are recorded, then only once seven days have passed', async () => {
    const { education } = await driver.points();
    const opened = shanghaiDay(new Date(education?.since ?? ''));
    const early = await refused(learnt(driver, { studyDays: 7 }), 409, 'STUDY_NOT_POSSIBLE');
    expect(early).toMatchObject({
      reason: 'days_not_passed',
      availableFrom: `${addDays(opened, 7)}T00:00:00.000+08:00`,
    });
    await advanceClock(7 * DAY_S);
    const done = await ok(learnt(driver, { studyDays: 7, examPassed: 1 }));
    expect(done).toMatchObject({ status: 'completed', recorded: 0 });
    await isGivenBack(driver);
  });

  it('§4.reversal.full-score: when that decision is eliminated and twelve points come again, then they are the first ones', async () => {
    await ok(revokeDecision(officer, first, 'eliminate'));
    await eventually(async () => (await entries(driver))[0]?.type === 'reverse');
    await twelvePoints(driver);
    const { education } = await driver.points();
    expect(education).toMatchObject({ round: 1, studyDaysRequired: 7, examsRequired: [1] });
  });

  it('§3.revocation.not-undone: when the decision is read, then it names the education that was done for it', async () => {
    const path = `/v1/decisions/${first.decision.decisionNumber}`;
    await eventually(async () => {
      const { revocation } = await ok(officer.get<Decision>(path));
      return revocation?.notUndone?.some((one) => one.startsWith('education_done:')) === true;
    });
  });

  it('§4.cycle.named: when its entries are asked for by any day of the cycle, then they are there', async () => {
    const { cycle } = await driver.points();
    const all = await entries(driver);
    const of = async (day: string) => {
      const path = `/v1/me/points/entries?limit=100&cycle=${day}`;
      return (await ok(driver.api.get<{ items: object[] }>(path))).items;
    };
    const startsOn = shanghaiDay(new Date(cycle.startsAt));
    expect(await of(addDays(startsOn, 60))).toEqual(all);
    expect(await of(addDays(shanghaiDay(new Date(cycle.endsAt)), -1))).toEqual(all);
    expect(await of(addDays(startsOn, -1))).toEqual([]);
  });
});

describe('given twenty-four points of two decisions, and done what twelve ask for', () => {
  it('§4.full-score.last-step: when one of them is revoked, then the licence is given back', async () => {
    const driver = await newDriver();
    const both = [await atWindow(driver), await atWindow(driver)] as const;
    for (const { orderId } of both) await driver.pay(orderId ?? '');
    await recordedPoints(driver, 24);
    await advanceClock(7 * DAY_S);
    const open = await ok(learnt(driver, { studyDays: 7, examPassed: 1 }));
    expect(open).toMatchObject({ status: 'open', studyDaysRequired: 14, examsRequired: [1, 3] });
    await ok(revokeDecision(officer, both[1]));
    await isGivenBack(driver);
    expect((await entries(driver)).slice(0, 2)).toMatchObject([
      { type: 'clear_by_exam', points: 12, balance: 0 },
      { type: 'reverse', points: 12, balance: 12 },
    ]);
    await booksAreRight();
  });
});

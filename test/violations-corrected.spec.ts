import type { RegisteredViolation, RegistryViolation, Violation } from '@demerit/contracts';
import {
  audited,
  bind,
  domainNow,
  kindsOf,
  newCar,
  newCarOf,
  newDriver,
  newDrivers,
  newViolationOf,
  notified,
  ok,
  refused,
  registerVehicle,
  registerViolation,
  soldTo,
  staff,
  violationSeenBy,
  type Api,
  type Car,
  type Citizen,
} from './support';
import { answering, disputeItem, disputing } from './support/disputes';
import { importAll } from './support/imports';
import { cancelling, correcting, entered, pathOf, reason } from './support/notices';

jest.setTimeout(60_000);

const DAY_MS = 86_400_000;
/** 6 points, the summary procedure. */
const SIX = '1625';

let registrar: Api;
let owner: Citizen;
let driver: Citizen;
let car: Car;

beforeAll(async () => {
  registrar = await staff('registrar');
  [owner, driver] = (await newDrivers(2)) as [Citizen, Citizen];
  car = await newCar(owner);
  await bind(driver, car, owner);
});

describe('given a published violation', () => {
  it('§3.violation.told §3.correction.kept §3.correction.told §3.correction.penalty: when its place and code are corrected, then whoever sees it is told and sees what it says now, and its timeline and the audit have what it said before', async () => {
    const { notice, violationId } = await entered(registrar, car);
    const place = '天目山路';
    const corrected = await ok(correcting(registrar, notice, { place, code: SIX }));
    expect(corrected).toMatchObject({ violationId, status: 'published', place, points: 6 });
    for (const reader of [owner, driver]) {
      await notified(reader, 'violation_published', { violationId });
      await notified(reader, 'violation_corrected', { violationId });
      expect(await violationSeenBy(reader, violationId)).toMatchObject({
        place,
        code: SIX,
        points: 6,
      });
    }
    const before = { place: notice.place, code: notice.code, points: 3 };
    const read = await ok(registrar.get<RegisteredViolation>(pathOf(notice)));
    expect(read).toEqual(corrected);
    expect(read.timeline).toMatchObject([
      { what: 'published' },
      { what: 'corrected', reason, before },
    ]);
    expect(await audited(violationId)).toMatchObject([
      { act: 'violation.read' },
      { act: 'violation.corrected', reason, before, after: { place, code: SIX, points: 6 } },
      { act: 'violation.registered' },
    ]);
  });

  it('§3.correction.file: when it was corrected, then the notice as it was entered changes nothing, in a file neither', async () => {
    const { notice, violationId } = await entered(registrar, car);
    const place = '天目山路';
    await ok(correcting(registrar, notice, { place }));
    expect(await registerViolation(registrar, notice)).toBe(violationId);
    const lines = [notice, { ...notice, place }, { ...notice, place: '莫干山路' }];
    expect(await importAll('violations', lines)).toEqual({
      accepted: 2,
      rejected: [{ line: 3, code: 'NOTICE_NUMBER_REUSED', field: 'noticeNumber' }],
    });
    expect(await violationSeenBy(owner, violationId)).toMatchObject({ place });
    expect((await ok(registrar.get<RegisteredViolation>(pathOf(notice)))).timeline).toHaveLength(2);
  });

  it('§3.correction.nothing: when a correction says what stands there, then nothing is written or told', async () => {
    const { notice, violationId } = await entered(registrar, car);
    const { place, code, occurredAt } = notice;
    const same = await ok(correcting(registrar, notice, { place, code, occurredAt, evidence: [] }));
    expect(same.timeline).toMatchObject([{ what: 'published' }]);
    expect(await audited(violationId)).toMatchObject([{ act: 'violation.registered' }]);
  });

  it('§3.correction.checks: when a correction says what the register would not take, then it is refused and nothing changes', async () => {
    const { notice, violationId } = await entered(registrar, car);
    const later = new Date((await domainNow()).getTime() + DAY_MS).toISOString();
    for (const [change, status, code] of [
      [{ code: '9999' }, 422, 'VIOLATION_CODE_UNKNOWN'],
      [{ occurredAt: later }, 422, 'DATE_OUT_OF_RANGE'],
      [{ occurredAt: '1999-12-31T23:59:59+08:00' }, 422, 'DATE_OUT_OF_RANGE'],
      [{ occurredAt: '2025-02-29T08:00:00+08:00' }, 400, 'VALIDATION_FAILED'],
      [{ evidence: ['doc_nope'], place: 'elsewhere' }, 422, 'DOCUMENTS_REQUIRED'],
      [{ plateNumber: '浙A8K2M6' }, 400, 'VALIDATION_FAILED'],
      [{ reason: '' }, 400, 'VALIDATION_FAILED'],
    ] as const)
      await refused(correcting(registrar, notice, change), status, code);
    await refused(registrar.call('DELETE', pathOf(notice), {}), 400, 'VALIDATION_FAILED');
    expect(await violationSeenBy(owner, violationId)).toMatchObject({ place: notice.place });
    for (const number of ['nobody', '0000000000000000']) {
      const unknown = { ...notice, noticeNumber: number };
      await refused(registrar.get(pathOf(unknown)), 404, 'VIOLATION_NOT_FOUND');
      await refused(correcting(registrar, unknown, {}), 404, 'VIOLATION_NOT_FOUND');
      await refused(cancelling(registrar, unknown), 404, 'VIOLATION_NOT_FOUND');
    }
  });

  it('§3.violation.cancelled §3.correction.told: when it is cancelled, then whoever sees it is told, nobody handles it, and no file brings it back', async () => {
    const { notice, violationId } = await entered(registrar, car);
    expect((await cancelling(registrar, notice)).status).toBe(204);
    for (const reader of [owner, driver]) {
      await notified(reader, 'violation_cancelled', { violationId });
      expect(await violationSeenBy(reader, violationId)).toMatchObject({ status: 'cancelled' });
      await refused(reader.accept(violationId), 409, 'VIOLATION_NOT_OPEN');
      await refused(disputing(reader, violationId), 409, 'VIOLATION_NOT_OPEN');
    }
    const { items } = await ok(
      owner.api.get<{ items: Violation[] }>('/v1/violations?status=cancelled'),
    );
    expect(items.map((one) => one.violationId)).toContain(violationId);
    await refused(cancelling(registrar, notice), 409, 'VIOLATION_NOT_OPEN');
    await refused(correcting(registrar, notice, { place: 'x' }), 409, 'VIOLATION_NOT_OPEN');
    expect(await importAll('violations', [notice])).toMatchObject({ accepted: 1 });
    expect(await registerViolation(registrar, notice)).toBe(violationId);
    expect(await violationSeenBy(owner, violationId)).toMatchObject({ status: 'cancelled' });
    const [, cancelled] = (await ok(registrar.get<RegisteredViolation>(pathOf(notice)))).timeline;
    expect(cancelled).toMatchObject({ what: 'cancelled', reason });
    expect((await audited(violationId)).slice(1, 2)).toMatchObject([
      { act: 'violation.cancelled', reason, before: { status: 'published' } },
    ]);
  });
});

describe('given a violation whose time is corrected', () => {
  it('§3.correction.vehicle: when somebody else owned the car then, then it is theirs, and both are told', async () => {
    const [seller, buyer] = (await newDrivers(2)) as [Citizen, Citizen];
    const sold = await newCar(seller);
    const now = (await domainNow()).getTime();
    const soldAt = new Date(now - 10 * DAY_MS).toISOString();
    await registerVehicle(registrar, soldTo(sold, buyer, { ownerSince: soldAt }));
    const at = (daysAgo: number) => new Date(now - daysAgo * DAY_MS).toISOString();
    const notice = { ...newViolationOf(sold), occurredAt: at(3) };
    const violationId = await registerViolation(registrar, notice);
    await violationSeenBy(buyer, violationId);
    const upheld = await ok(disputing(buyer, violationId));
    await ok(answering(await disputeItem(upheld.disputeId), 'uphold'));

    await ok(correcting(registrar, notice, { occurredAt: at(20) }));
    await notified(buyer, 'violation_corrected', { violationId });
    await notified(seller, 'violation_corrected', { violationId });
    await refused(buyer.api.get(`/v1/violations/${violationId}`), 404, 'VIOLATION_NOT_FOUND');
    await violationSeenBy(seller, violationId);
    const { items } = await ok(seller.api.get<{ items: object[] }>('/v1/disputes'));
    expect(items).toMatchObject([{ disputeId: upheld.disputeId }]);
    await ok(seller.accept(violationId));
  });

  it('§3.correction.vehicle: when no vehicle had the plate then, then it waits for one that had it', async () => {
    const someone = await newDriver();
    const entry = newCarOf(someone.identity);
    await registerVehicle(registrar, entry);
    const { notice, violationId } = await entered(registrar, entry);
    await notified(someone, 'violation_published', { violationId });
    const before = new Date(Date.parse(entry.registeredOn) - 30 * DAY_MS).toISOString();
    await ok(correcting(registrar, notice, { occurredAt: before }));
    await refused(someone.api.get(`/v1/violations/${violationId}`), 404, 'VIOLATION_NOT_FOUND');
    const { occurredAt } = notice;
    await ok(correcting(registrar, notice, { occurredAt }));
    await violationSeenBy(someone, violationId);
    await ok(someone.accept(violationId));
  });
});

describe('given a violation in somebody’s hands', () => {
  it('§3.correction.open: when it is accepted, disputed or eliminated, then it is neither corrected nor cancelled; when it is published again, it is', async () => {
    const refusedBoth = async (notice: RegistryViolation, why: RegExp) => {
      const { detail } = await refused(
        correcting(registrar, notice, { place: 'x' }),
        409,
        'VIOLATION_NOT_OPEN',
      );
      expect(detail).toMatch(why);
      await refused(cancelling(registrar, notice), 409, 'VIOLATION_NOT_OPEN');
    };
    const accepted = await entered(registrar, car);
    const { handlingId } = await ok(driver.accept(accepted.violationId));
    await refusedBoth(accepted.notice, /was accepted/);
    await ok(driver.api.delete(`/v1/handlings/${handlingId}`));
    await ok(correcting(registrar, accepted.notice, { place: 'x' }));
    expect((await cancelling(registrar, accepted.notice)).status).toBe(204);

    const disputed = await entered(registrar, car);
    const { disputeId } = await ok(disputing(driver, disputed.violationId));
    await refusedBoth(disputed.notice, /is disputed/);
    await ok(answering(await disputeItem(disputeId), 'eliminate'));
    await refusedBoth(disputed.notice, /was eliminated/);
  });

  it('§3.correction.race: when it is accepted and cancelled at once, then exactly one of both is done', async () => {
    const person = await newDriver();
    const own = await newCar(person);
    for (let round = 0; round < 5; round += 1) {
      const { notice, violationId } = await entered(registrar, own);
      const acts = [() => person.accept(violationId), () => cancelling(registrar, notice)];
      if (round % 2 === 1) acts.reverse();
      const kinds = kindsOf(await Promise.all(acts.map((act) => act())));
      const { status } = await violationSeenBy(person, violationId);
      expect({ kinds, status }).toEqual({
        kinds: { [status === 'cancelled' ? '204' : '201']: 1, '409 VIOLATION_NOT_OPEN': 1 },
        status: expect.stringMatching(/^(cancelled|decided)$/) as string,
      });
      if (status === 'decided')
        await ok(person.api.delete(`/v1/handlings/${await handlingOf(person, violationId)}`));
    }
  });

  it('§3.correction.race: when it is accepted and corrected at once, then what was accepted is what it says', async () => {
    const person = await newDriver();
    const own = await newCar(person);
    for (let round = 0; round < 5; round += 1) {
      const { notice, violationId } = await entered(registrar, own);
      const [accepting, correction] = await Promise.all([
        person.accept(violationId),
        correcting(registrar, notice, { code: '6011' }),
      ]);
      if (accepting.status !== 201) {
        await refused(Promise.resolve(accepting), 409, 'VIOLATION_NOT_OPEN');
        expect(correction.status).toBe(200);
        continue;
      }
      const { points } = await violationSeenBy(person, violationId);
      expect(accepting.body.decision.points).toBe(points);
      expect(correction.status === 200 ? 1 : 3).toBe(points);
      await ok(person.api.delete(`/v1/handlings/${accepting.body.handlingId}`));
    }
  });
});

async function handlingOf(person: Citizen, violationId: string): Promise<string> {
  return (await violationSeenBy(person, violationId)).handlingId ?? '';
}

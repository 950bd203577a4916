import type { RegisteredViolation } from '@demerit/contracts';
import {
  audited,
  kindsOf,
  newCar,
  newDriver,
  ok,
  refused,
  staff,
  violationSeenBy,
  type Api,
  type Car,
  type Citizen,
} from './support';
import { correcting, entered, pathOf } from './support/notices';

jest.setTimeout(60_000);

const AT_ONCE = 10;
const DAY_MS = 86_400_000;

let registrar: Api;
let owner: Citizen;
let car: Car;

beforeAll(async () => {
  registrar = await staff('registrar');
  owner = await newDriver();
  car = await newCar(owner);
});

const allAtOnce = <T>(act: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: AT_ONCE }, (_, index) => act(index)));

async function correctionsOf(violationId: string): Promise<number> {
  const rows = await audited(violationId);
  return rows.filter(({ act }) => act === 'violation.corrected').length;
}

describe('given a published violation that many correct at once', () => {
  it('§3.correction.together §3.correction.nothing: when all say the same, then all are answered with it, and it is written once', async () => {
    const { notice, violationId } = await entered(registrar, car);
    const place = '天目山路';
    const answered = await allAtOnce(() => correcting(registrar, notice, { place }));
    expect(kindsOf(answered)).toEqual({ '200': AT_ONCE });
    for (const { body } of answered) expect(body).toMatchObject({ place, status: 'published' });
    expect(await correctionsOf(violationId)).toBe(1);
    expect((await ok(registrar.get<RegisteredViolation>(pathOf(notice)))).timeline).toHaveLength(2);
  });

  it('§3.correction.together: when each says something else, then each is written, one on top of the other', async () => {
    const { notice, violationId } = await entered(registrar, car);
    const happened = Date.parse(notice.occurredAt);
    const changes = (index: number) =>
      index % 3 === 0
        ? { occurredAt: new Date(happened - (index + 1) * DAY_MS).toISOString() }
        : { place: `天目山路${index}号` };
    const answered = await allAtOnce((index) => correcting(registrar, notice, changes(index)));
    expect(kindsOf(answered)).toEqual({ '200': AT_ONCE });
    expect(await correctionsOf(violationId)).toBe(AT_ONCE);
    const { timeline } = await ok(registrar.get<RegisteredViolation>(pathOf(notice)));
    expect(timeline).toHaveLength(1 + AT_ONCE);
    const { place, occurredAt } = await violationSeenBy(owner, violationId);
    expect(place).toMatch(/^天目山路\d号$/);
    expect((happened - Date.parse(occurredAt)) / DAY_MS).toBeGreaterThanOrEqual(1);
  });

  it('§3.correction.together: when one cancels it meanwhile, then it is cancelled, and a correction that comes later hears just that', async () => {
    const { notice, violationId } = await entered(registrar, car);
    const cancelling = registrar.call<unknown>('DELETE', pathOf(notice), { reason: 'No camera' });
    const places = ['天目山路', '莫干山路'];
    const corrections = await Promise.all(
      places.map((place) => correcting(registrar, notice, { place })),
    );
    expect((await cancelling).status).toBe(204);
    for (const correction of corrections) {
      if (correction.status === 200) continue;
      const refusal = await refused(Promise.resolve(correction), 409, 'VIOLATION_NOT_OPEN');
      expect(refusal.reason).toBe('register');
    }
    expect((await violationSeenBy(owner, violationId)).status).toBe('cancelled');
  });
});

import type { Binding, Handling, HandlingOptions, Notification } from '@demerit/contracts';
import {
  api,
  bind,
  eventually,
  newCar,
  newDriver,
  newViolation,
  notified,
  ok,
  requestCar,
  type Api,
  type Car,
  type Citizen,
} from './support';

jest.setTimeout(90_000);

/** Two words of Latin letters with a blank between: codes, names of fields and addresses have none. */
const ENGLISH = /[a-z]{2,} [a-z]{2,}/i;
const CHINESE = { 'accept-language': 'zh-CN' };

/** Each text in an answer, with where it stands. */
function textsIn(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return [`${path}: ${value}`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsIn(inner, `${path}/${name}`));
}

function english(value: unknown): string[] {
  return textsIn(value).filter((text) => ENGLISH.test(text));
}

describe('given somebody who reads Chinese', () => {
  let owner: Citizen;
  let driver: Citizen;
  let car: Car;
  let handling: Handling;

  async function read<Body = unknown>(path: string, from: Api = driver.api): Promise<Body> {
    return (await from.get<Body>(path, { headers: CHINESE })).body;
  }

  beforeAll(async () => {
    owner = await newDriver();
    driver = await newDriver();
    car = await newCar(owner);
    await bind(driver, car, owner);
    handling = await driver.acceptAndPay(await newViolation(car));
  });

  it('§7.words.facts: when they are notified, then plate, place and amount are named, to either side', async () => {
    const { handlingId, violationId, decision } = handling;
    await notified(driver, 'points_recorded', { handlingId });
    await notified(owner, 'accepted_on_your_car', { violationId });
    const newest = async (of: Citizen, kind: string, language: string) => {
      const path = '/v1/me/notifications?limit=100';
      const headers = { 'accept-language': language };
      const { items } = await ok(of.api.get<{ items: Notification[] }>(path, { headers }));
      return items.find((one) => one.kind === kind)?.text;
    };
    const yuan = (decision.fineFen / 100).toFixed(2);
    const place = '文三路与学院路路口';
    for (const said of [
      await newest(driver, 'points_recorded', 'zh-CN'),
      await newest(owner, 'accepted_on_your_car', 'zh-CN'),
    ])
      expect(said).toContain(`关于${car.plateNumber}、${place}、罚款 ${yuan} 元：`);
    expect(await newest(driver, 'decision_issued', 'en')).toContain(
      `About ${car.plateNumber}, ${place}, a fine of ${yuan} yuan: `,
    );
    expect(await newest(driver, 'binding_active', 'en')).toContain(`About ${car.plateNumber}: `);
  });

  it('§7.words.answers: when they read answers of every kind, then none has an English sentence', async () => {
    const violationId = await newViolation(car);
    await eventually(async () => notified(owner, 'violation_published', { violationId }));
    const options = await read<HandlingOptions>(`/v1/violations/${violationId}/handling-options`);
    expect(options.preview.riskNotice).toMatch(/[\u4e00-\u9fff]/);
    const requested = await requestCar(await newDriver(), await newCar(owner));
    expect(requested.riskNotice).toMatch(/only for cars you know/);
    const { items: bindings } = await read<{ items: Binding[] }>('/v1/bindings');
    expect(bindings.map(({ riskNotice }) => riskNotice)).toEqual([
      expect.stringMatching(/只处理您了解的车辆/),
    ]);
    const decision = `/v1/decisions/${handling.decision.decisionNumber}`;
    const seen = [
      options,
      bindings,
      await read('/v1/me'),
      await read('/v1/me/points'),
      await read('/v1/violations'),
      await read('/v1/handlings'),
      await read('/v1/orders'),
      await read('/v1/me/notifications?limit=100'),
      await read('/v1/me/notifications?limit=100', owner.api),
      await read('/v1/violation-catalogue?limit=100'),
      await read(decision),
      await read('/v1/violations?limit=0'),
      await read('/v1/bindings?cursor=x'),
      await read('/v1/violations/vio_none'),
      await read('/v1/audit'),
      await read('/v1/me', api()),
    ];
    expect(seen.flatMap(english)).toEqual([]);
  });

  it.each(['zh-CN', 'en'])(
    '§7.words.language: when they print a decision and a receipt, then the page is in %s, and says so',
    async (language) => {
      const headers = { accept: 'text/html', 'accept-language': language };
      const { decision, orderId } = handling;
      for (const path of [
        `/v1/decisions/${decision.decisionNumber}`,
        `/v1/orders/${String(orderId)}/receipt`,
      ]) {
        const page = await ok(driver.api.get<string>(path, { headers }));
        const label = /<dt>[a-z ()]*[a-z]{3} [a-z]{2,}[^<]*<\/dt>/i;
        expect(page).toContain(`<html lang="${language}">`);
        expect(label.test(page)).toBe(language === 'en');
      }
    },
  );

  it('§7.words.kinds: the document lists the kinds of notifications, and what is said in one language as text', async () => {
    type Schemas = Record<string, { properties: Record<string, { type?: string }> }>;
    const document = await ok(api().get<{ components: { schemas: Schemas } }>('/openapi.json'));
    const {
      Notification: notification,
      Binding: bound,
      AllowedMeasures: allowed,
    } = document.components.schemas;
    expect(JSON.stringify(notification?.properties['kind'])).toMatch(/"enum":\[.*"consent_denied"/);
    expect(bound?.properties['riskNotice']).toMatchObject({ type: 'string' });
    expect(allowed?.properties['legalBasis']).toMatchObject({ type: 'string' });
  });
});

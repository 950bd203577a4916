import {
  bind,
  closed,
  eventually,
  kill,
  newCar,
  newDrivers,
  newViolation,
  ok,
  pidOf,
  ready,
  replaced,
  type Car,
  type Citizen,
} from './support';
import { SpanCollector } from './support/span-collector';

jest.setTimeout(90_000);

const TRACED = ['gateway', 'identity', 'vehicles', 'violations', 'ledger', 'payments'] as const;
const ACCEPT = 'POST /v1/violations/:violationId/acceptances';

/** All that spans may say: patterns, types and names of ours, never what somebody sent. */
const ATTRIBUTES = new Set([
  'http.request.method',
  'http.route',
  'http.response.status_code',
  'messaging.system',
  'messaging.destination.name',
  'db.system.name',
  'db.namespace',
  'db.operation.name',
  'db.collection.name',
  'demerit.refusal',
  'error.type',
]);

/** The services start anew, with these settings for that one life. */
async function restarted(env: Record<string, string>): Promise<void> {
  const before = TRACED.map((name) => ({ name, pid: pidOf(name) }));
  for (const { name } of before) kill(name, { env });
  await Promise.all(before.map(({ name, pid }) => replaced(name, pid)));
  await ready(60_000);
}

describe('given services that send their spans to a collector', () => {
  let collector: SpanCollector;
  let driver: Citizen;
  let car: Car;

  beforeAll(async () => {
    collector = await SpanCollector.open();
    await restarted({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_BSP_SCHEDULE_DELAY: '100',
    });
    const [owner, user] = await newDrivers(2);
    driver = user!;
    car = await newCar(owner!);
    await bind(driver, car, owner!);
    await ok(driver.api.get(`/v1/violations?plateNumber=${encodeURIComponent(car.plateNumber)}`));
    const handling = await driver.acceptAndPay(await newViolation(car, { points: 3 }));
    await closed(driver, handling.handlingId);
  });
  afterAll(async () => {
    await restarted({});
    await collector.close();
  });

  it('when somebody accepts a violation, then one trace goes from the gateway through the queues to both databases and back', async () => {
    const way = [ACCEPT, 'ask violation.accept', 'handle violation.accept'];
    const [http, asked, handled] = await eventually(() => collector.chain(...way));
    expect(http).toMatchObject({
      service: 'gateway',
      kind: 'server',
      attributes: { 'http.response.status_code': 201 },
    });
    expect(asked).toMatchObject({ service: 'gateway', kind: 'client' });
    expect(handled).toMatchObject({ service: 'violations', kind: 'server' });
    expect(collector.chain(...way, 'update violations')?.at(-1)).toMatchObject({
      service: 'violations',
      attributes: { 'db.system.name': 'mongodb', 'db.collection.name': 'violations' },
    });
    const reserve = [...way, 'ask points.reserve', 'handle points.reserve'];
    expect(collector.chain(...reserve, 'commitTransaction')?.at(-1)).toMatchObject({
      service: 'ledger',
      kind: 'client',
    });
  });

  it('when the decision is made and the fine is paid, then the events go on in the trace of what caused them', async () => {
    const decided = ['handle violation.accept', 'publish violation.decided'];
    for (const service of ['payments', 'ledger', 'identity'])
      await eventually(() => {
        const [, published] = collector.chain(...decided) ?? [];
        const handlers = collector.spans.filter(
          (span) => span.parentSpanId === published?.spanId && span.service === service,
        );
        return handlers.length === 1 && handlers[0]?.kind === 'consumer';
      });
    const settled = [
      'publish payment.settled',
      'handle payment.settled',
      'publish points.recorded',
    ];
    await eventually(() => collector.chain(...settled, 'handle points.recorded'));
  });

  it('§1.privacy.traces: then no span says a phone, a plate, a number of a document, a name or a token', async () => {
    await eventually(() => collector.chain('publish handling.closed', 'handle handling.closed'));
    const { phone, idNumber, realName, licence } = driver.identity;
    const secrets = [phone, idNumber, realName, licence!.fileNumber, car.plateNumber, car.vin];
    for (const secret of secrets) {
      expect(collector.text).not.toContain(secret);
      expect(collector.text).not.toContain(encodeURIComponent(secret));
    }
    expect(collector.text).not.toMatch(/eyJ[\w-]+\./);
    const attributeNames = collector.spans.flatMap(({ attributes }) => Object.keys(attributes));
    expect([...new Set(attributeNames)].filter((name) => !ATTRIBUTES.has(name))).toEqual([]);
  });
});

import type { RegistryViolation } from '@demerit/contracts';
import { tokenOf } from '../tools/dev/client/sessions';
import {
  closed,
  home,
  newCar,
  newDriver,
  newViolation,
  newViolationOf,
  ok,
  registerViolation,
  staff,
  stack,
  violationSeenBy,
} from './support';

jest.setTimeout(60_000);

/** "文三路" in GBK. */
const GBK = Buffer.from('cec4c8fdc2b7', 'hex');
const INSTANT = /"\d{4}-\d{2}-\d{2}T[^"]*"/g;

/** The registrar enters a violation from a program that knows no UTF-8. */
async function enterInGbk(violation: RegistryViolation, type: string): Promise<Response> {
  const [before = '', after = ''] = JSON.stringify({ ...violation, place: '*' }).split('*');
  return fetch(`${stack().gatewayUrl}/v1/registry/violations`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await tokenOf(home(), stack(), 'registrar')}`,
      'content-type': type,
    },
    body: Buffer.concat([Buffer.from(before), GBK, Buffer.from(after)]),
  });
}

describe('what goes over HTTP', () => {
  it('§10.forms.utf8: given a violation entered in GBK, then nothing is stored, and it can be entered again in UTF-8', async () => {
    const driver = await newDriver();
    const violation = newViolationOf(await newCar(driver));
    const single = await enterInGbk(violation, 'application/json');
    expect(single.status).toBe(400);
    expect(await single.json()).toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: [{ field: 'body' }],
    });
    const lines = await enterInGbk(violation, 'application/x-ndjson');
    expect(await lines.json()).toEqual({
      accepted: 0,
      rejected: [{ line: 1, code: 'VALIDATION_FAILED' }],
    });
    const violationId = await registerViolation(await staff('registrar'), violation);
    expect((await violationSeenBy(driver, violationId)).place).toBe(violation.place);
  });

  it('§10.answers.offset §10.answers.private: given a case from its violation to its receipt, then each time in it carries +08:00, and no cache keeps it', async () => {
    const driver = await newDriver();
    const violationId = await newViolation(await newCar(driver));
    const { handlingId, orderId, decision } = await ok(driver.accept(violationId));
    await driver.pay(orderId ?? '');
    await closed(driver, handlingId);
    const answers = await Promise.all(
      [
        '/v1/me',
        '/v1/me/sessions',
        '/v1/me/notifications',
        '/v1/me/points',
        '/v1/me/points/entries',
        '/v1/me/export',
        '/v1/violations',
        `/v1/handlings/${handlingId}`,
        `/v1/decisions/${decision.decisionNumber}`,
        `/v1/orders/${orderId ?? ''}`,
        `/v1/orders/${orderId ?? ''}/receipt`,
      ].map((path) => driver.api.get<object>(path)),
    );
    const texts = answers.map(({ body }) => JSON.stringify(body)).join('');
    const instants = texts.match(INSTANT) ?? [];
    expect(instants.length).toBeGreaterThan(20);
    expect(instants.filter((instant) => !instant.endsWith('+08:00"'))).toEqual([]);
    const kept = answers.filter(({ headers }) => headers.get('cache-control') !== 'no-store');
    expect(kept.map(({ path }) => path)).toEqual([]);
  });
});

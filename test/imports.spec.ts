import type { RegistryVehicle, RegistryViolation, Violation } from '@demerit/contracts';
import { tokenOf } from '../tools/dev/client/sessions';
import {
  api,
  eventually,
  home,
  kill,
  newCar,
  newCarOf,
  newCitizen,
  newcomer,
  newDriver,
  newViolationOf,
  notified,
  ok,
  refused,
  registerViolation,
  staff,
  stack,
  violationSeenBy,
} from './support';
import { importAll, importLines, openImport } from './support/imports';

jest.setTimeout(90_000);

/** "文三路" in GBK. */
const GBK = Buffer.from('cec4c8fdc2b7', 'hex');

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

const line = (value: object): string => `${JSON.stringify(value)}\n`;

describe('given a file of vehicles, one a line', () => {
  it('§10.forms.lines: when lines are wrong in every way, then each is named with its code and the others are registered', async () => {
    const [good, last] = [newCarOf(newcomer()), newCarOf(newcomer())];
    const { status, body } = await importLines('vehicles', [
      line(good),
      '\n',
      '{"plateNumber":\n',
      Buffer.from([0x7b, 0xff, 0x7d, 0x0a]),
      line({ ...newCarOf(newcomer()), plateNumber: '浙AO2345' }),
      line({ ...newCarOf(newcomer()), vin: 'LSVAA2BR3MC296195' }),
      line({ ...newCarOf(newcomer()), colour: 'red' }),
      `{"place":"${'x'.repeat(1_048_576)}"}\n`,
      '[]\n',
      `{"__proto__":{},${line(newCarOf(newcomer())).slice(1)}`,
      JSON.stringify(last),
    ]);
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        accepted: 2,
        rejected: [
          { line: 3, code: 'VALIDATION_FAILED' },
          { line: 4, code: 'VALIDATION_FAILED' },
          { line: 5, code: 'PLATE_INVALID', field: 'plateNumber' },
          { line: 6, code: 'VIN_INVALID', field: 'vin' },
          { line: 7, code: 'VALIDATION_FAILED', field: 'colour' },
          { line: 8, code: 'PAYLOAD_TOO_LARGE' },
          { line: 9, code: 'VALIDATION_FAILED' },
          { line: 10, code: 'VALIDATION_FAILED', field: '__proto__' },
        ],
      },
    });
  });

  it('when a plate comes twice, then the later line holds; the same file again changes nothing', async () => {
    const owner = await newDriver();
    const earlier = newCarOf(newcomer());
    const later = { ...earlier, ...newCarOf(owner.identity), plateNumber: earlier.plateNumber };
    for (let times = 0; times < 2; times += 1) {
      const answer = await importAll('vehicles', [earlier, later]);
      expect(answer).toEqual({ accepted: 2, rejected: [] });
    }
    const own = { relation: 'own', engineNumberLast6: later.engineNumber.slice(-6) } as const;
    const { plateNumber, plateType } = later;
    const binding = await owner.requestBinding({ plateNumber, plateType, ...own });
    expect(binding.status).toBe('active');
  });

  it('§10.forms.unknown: when a name that every object has is in a single entry, then it is named there too', async () => {
    const registrar = await staff('registrar');
    for (const [entry, field] of [
      ['{"__proto__":{"x":1}}', '__proto__'],
      ['{"constructor":{"prototype":{}}}', 'constructor'],
    ] as const) {
      const answer = registrar.put('/v1/registry/vehicles', JSON.parse(entry));
      const { errors } = await refused(answer, 400, 'VALIDATION_FAILED');
      expect(errors).toEqual([{ field, message: `${field} is a field that nobody knows` }]);
    }
  });

  it('when nothing is sent, then nothing is accepted', async () => {
    expect(await importLines('vehicles', [])).toEqual({
      status: 200,
      body: { accepted: 0, rejected: [] },
    });
  });
});

describe('given files of licences and of violations', () => {
  it('when licences are imported, then people claim them, and a wrong line is refused', async () => {
    const [who, other] = [newcomer(), newcomer()];
    const wrong = { ...other.registry, validUntil: '2001-01-01' };
    expect(await importAll('licences', [who.registry, wrong])).toEqual({
      accepted: 1,
      rejected: [{ line: 2, code: 'VALIDATION_FAILED', field: 'validUntil' }],
    });
    const driver = await newDriver(who);
    expect((await driver.me()).licence).not.toBeNull();
    const changed = { ...who.registry, class: 'B2' };
    expect(await importAll('licences', [changed, who.registry, changed])).toMatchObject({
      accepted: 3,
    });
    expect((await driver.me()).licence).toMatchObject({ class: 'B2' });
  });

  it('when violations are imported, then owners are told; a number used for another one is refused', async () => {
    const owner = await newDriver();
    const car = await newCar(owner);
    const [first, second] = [newViolationOf(car), newViolationOf(car)];
    const answer = await importAll('violations', [
      first,
      second,
      first,
      { ...first, place: 'elsewhere' },
      { ...newViolationOf(car), place: 'G6\u202e5' },
      { ...second, noticeNumber: `${second.noticeNumber}9`, code: '9999' },
    ]);
    expect(answer).toEqual({
      accepted: 3,
      rejected: [
        { line: 4, code: 'NOTICE_NUMBER_REUSED', field: 'noticeNumber' },
        { line: 5, code: 'VALIDATION_FAILED', field: 'place' },
        { line: 6, code: 'VIOLATION_CODE_UNKNOWN', field: 'code' },
      ],
    });
    const seen = await owner.violations(car.plateNumber);
    expect(seen.map(({ noticeNumber }) => noticeNumber).sort()).toEqual(
      [first.noticeNumber, second.noticeNumber].sort(),
    );
    const { violationId } = seen[0]!;
    await notified(owner, 'violation_published', { violationId });
  });

  it('when the vehicle arrives after its violation, then the violation is there for its owner', async () => {
    const owner = await newDriver();
    const car: RegistryVehicle = newCarOf(owner.identity);
    const violation = newViolationOf(car);
    expect(await importAll('violations', [violation])).toMatchObject({ accepted: 1 });
    expect(await owner.violations()).toEqual([]);
    expect(await importAll('vehicles', [car])).toMatchObject({ accepted: 1 });
    const [found] = await eventually<Violation[]>(async () => {
      const all = await owner.violations(car.plateNumber);
      if (all.length === 0) throw new Error('the violation is not there yet');
      return all;
    });
    expect(found).toMatchObject({ noticeNumber: violation.noticeNumber, status: 'published' });
    await notified(owner, 'violation_published', { violationId: found!.violationId });
  });
});

describe('given an import that meets trouble', () => {
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

  it('when somebody else than the registrar sends it, then not a line is read', async () => {
    const { status, body } = await importLines('vehicles', [line(newCarOf(newcomer()))], 'officer');
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'FORBIDDEN' });
  });

  it('when lines are sent to a route that takes none, then it is 415', async () => {
    const citizen = await newCitizen();
    const headers = { 'content-type': 'application/x-ndjson' };
    await refused(
      citizen.api.post('/v1/bindings', { a: 1 }, { headers }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    );
  });

  it('when the client goes away in the middle, then whole batches stay and the file may come again', async () => {
    const cars = Array.from({ length: 900 }, () => newCarOf(newcomer()));
    const broken = await openImport('vehicles');
    broken.on('error', () => undefined);
    const half = `${cars.slice(0, 700).map(line).join('')}{"plateNumber":"浙`;
    await new Promise((resolve) => broken.write(half, resolve));
    broken.destroy();
    expect(await importAll('vehicles', cars)).toEqual({ accepted: 900, rejected: [] });
    expect((await api().get('/health/live')).status).toBe(200);
  });

  it('when the service is killed in the middle, then the import goes on and nothing is there twice', async () => {
    const owner = await newDriver();
    const car = await newCar(owner);
    const violations = Array.from({ length: 3_000 }, () => newViolationOf(car));
    const sent = (async function* () {
      for (const [index, violation] of violations.entries()) {
        if (index === 1_500) kill('violations');
        yield await Promise.resolve(line(violation));
      }
    })();
    expect(await importLines('violations', sent)).toEqual({
      status: 200,
      body: { accepted: 3_000, rejected: [] },
    });
    let count = 0;
    let cursor: string | null = null;
    do {
      const more: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: { items: Violation[]; nextCursor: string | null } = await ok(
        owner.api.get(`/v1/violations?limit=100${more}`),
      );
      count += page.items.length;
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(count).toBe(3_000);
  });
});

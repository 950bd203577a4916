import type { AuditEntry, Page, RegistryCertificate, Study, StudyKind } from '@demerit/contracts';
import {
  audited,
  certify,
  closed,
  codeOf,
  entries,
  newCar,
  newcomer,
  newDriver,
  newKey,
  newViolation,
  ok,
  refused,
  registerLicence,
  staff,
  type Api,
  type Citizen,
} from './support';
import { importAll } from './support/imports';

jest.setTimeout(60_000);

const REGISTER = '/v1/registry/study-certificates';

let registrar: Api;

beforeAll(async () => {
  registrar = await staff('registrar');
});

/** Somebody who has accepted and paid one violation. */
async function driverWith(points: 3 | 6, who = newcomer()): Promise<Citizen> {
  const driver = await newDriver(who);
  const violationId = await newViolation(await newCar(driver), { points });
  const { handlingId } = await driver.acceptAndPay(violationId);
  await closed(driver, handlingId);
  return driver;
}

function study(
  driver: Citizen,
  certificate: string,
  kind: StudyKind = 'on_site',
  idempotencyKey = newKey(),
) {
  const body = { kind, certificate };
  return driver.api.post<Study>('/v1/me/points/studies', body, { idempotencyKey });
}

function certificateOf(
  { identity: { licence } }: Pick<Citizen, 'identity'>,
  change: Partial<RegistryCertificate> = {},
): RegistryCertificate {
  const licenceNumber = licence!.licenceNumber;
  const completedOn = '2024-02-29';
  return {
    certificate: newKey().toUpperCase(),
    kind: 'on_site',
    licenceNumber,
    completedOn,
    ...change,
  };
}

describe('study to reduce points', () => {
  it('§4.study.once: takes points off once a certificate, while there are some', async () => {
    const driver = await driverWith(3);
    const second = newKey();
    const [first, third] = [`STUDY-${second}`, newKey()];
    await certify(registrar, driver, { certificate: first, kind: 'on_site' });
    const key = newKey();
    const answer = await study(driver, ` ${first} `, 'on_site', key);
    expect(answer).toMatchObject({ status: 201, body: { reduced: 2, recorded: 1 } });
    expect((await study(driver, ` ${first} `, 'on_site', key)).body).toEqual(answer.body);
    const typed = first.toLowerCase().replace('-', ' - ');
    await refused(study(driver, typed), 409, 'CERTIFICATE_USED');
    expect((await driver.points()).recorded).toBe(1);
    expect(await entries(driver)).toMatchObject([
      { type: 'reduce_by_study', points: 2, balance: 1, causeId: answer.body.studyId },
      { type: 'record', points: 3 },
      { type: 'reserve' },
    ]);
    for (const certificate of [second, third])
      await certify(registrar, driver, { certificate, kind: 'online' });
    await ok(study(driver, second, 'online'));
    const refusal = await refused(study(driver, third, 'online'), 409, 'STUDY_NOT_POSSIBLE');
    expect(refusal).toMatchObject({ reason: 'no_points' });
  });

  it('§4.study.once: with one certificate many times at once takes points off once', async () => {
    const driver = await driverWith(6);
    const certificate = newKey();
    await certify(registrar, driver, { certificate, kind: 'on_site' });
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => study(driver, certificate)));
    const codes = outcomes.map((answer) => codeOf(answer) ?? 'taken');
    const used = Array.from({ length: 5 }, () => 'CERTIFICATE_USED');
    expect(codes.toSorted()).toEqual([...used, 'taken']);
    expect((await driver.points()).recorded).toBe(4);
  });

  it('§4.study.certificate: with a certificate that nobody entered, of another kind or of another’s licence is refused the same way', async () => {
    const [driver, other] = [await driverWith(3), await newDriver()];
    const [own, others] = [newKey(), newKey()];
    await certify(registrar, driver, { certificate: own, kind: 'online' });
    await certify(registrar, other, { certificate: others, kind: 'on_site' });
    const outcomes = await Promise.all([
      refused(study(driver, newKey()), 422, 'CERTIFICATE_NOT_MATCHED'),
      refused(study(driver, own), 422, 'CERTIFICATE_NOT_MATCHED'),
      refused(study(driver, others), 422, 'CERTIFICATE_NOT_MATCHED'),
    ]);
    expect(new Set(outcomes.map(({ title, nextStep }) => `${title} ${nextStep}`)).size).toBe(1);
    expect((await driver.points()).recorded).toBe(3);
    await ok(study(driver, own, 'online'));
  });
});

describe('the register of study certificates', () => {
  it('§4.certificate.again: when one is corrected before it has reduced points, then that holds; after that it is refused', async () => {
    const driver = await driverWith(3);
    const entered = certificateOf(driver, { kind: 'online' });
    const { certificate } = entered;
    expect(await ok(registrar.put(REGISTER, entered))).toEqual({ certificate });
    await ok(registrar.put(REGISTER, { ...entered, kind: 'public_service' }));
    await refused(study(driver, certificate, 'online'), 422, 'CERTIFICATE_NOT_MATCHED');
    await ok(study(driver, certificate, 'public_service'));
    await refused(registrar.put(REGISTER, entered), 409, 'CERTIFICATE_USED');
    await ok(registrar.put(REGISTER, { ...entered, kind: 'public_service' }));
    await refused(study(driver, certificate, 'public_service'), 409, 'CERTIFICATE_USED');

    const items = await audited(certificate);
    const { licenceId } = await driver.points();
    const says = { licenceId, completedOn: entered.completedOn };
    expect(items).toMatchObject([
      {
        act: 'certificate.register',
        before: { ...says, kind: 'online' },
        after: { ...says, kind: 'public_service' },
      },
      { act: 'certificate.register', after: { ...says, kind: 'online' } },
    ]);
    expect(items[1]).not.toHaveProperty('before');
    expect(JSON.stringify(items)).not.toContain(entered.licenceNumber);
  });

  it('§4.certificate.again: when one is corrected to another’s licence while it is sent, then it counts or is corrected, never both', async () => {
    const [driver, other] = [await driverWith(6), await newDriver()];
    for (let times = 0; times < 3; times += 1) {
      const entered = certificateOf(driver, { kind: 'online' });
      await ok(registrar.put(REGISTER, entered));
      const { licenceNumber } = certificateOf(other);
      const codes = await Promise.all([
        study(driver, entered.certificate, 'online').then(codeOf),
        registrar.put(REGISTER, { ...entered, licenceNumber }).then(codeOf),
      ]);
      expect([
        [undefined, 'CERTIFICATE_USED'],
        ['CERTIFICATE_NOT_MATCHED', undefined],
      ]).toContainEqual(codes);
    }
  });

  it('§4.certificate.licence §4.certificate.days: when it names a licence that nobody registered, or a day to come, then it is refused', async () => {
    const somebody = newcomer();
    const entered = certificateOf({ identity: somebody });
    const unknown = await refused(registrar.put(REGISTER, entered), 422, 'LICENCE_NOT_MATCHED');
    expect(unknown.reason).toBe('licenceNumber');
    expect(unknown.title).toBe('The register has no such licence');
    expect(unknown.nextStep).toBe('Correct the licence number, or register the licence first.');
    await registerLicence(registrar, somebody.registry);
    await ok(registrar.put(REGISTER, entered));
    const later = { ...entered, completedOn: '2099-01-01' };
    const refusal = await refused(registrar.put(REGISTER, later), 422, 'DATE_OUT_OF_RANGE');
    expect(refusal).toMatchObject({ reason: 'completedOn' });
    await refused(
      registrar.put(REGISTER, { ...entered, kind: 'at_home' }),
      400,
      'VALIDATION_FAILED',
    );
  });

  it('§10.forms.lines §4.certificate.entry: when a file of them is imported, then each line that is wrong is named, and the others count for whoever claims the licence later', async () => {
    const who = newcomer();
    await registerLicence(registrar, who.registry);
    const good = certificateOf({ identity: who });
    const lines = [
      { ...good, kind: 'online' },
      certificateOf({ identity: newcomer() }),
      { ...good, completedOn: '2099-01-01' },
      { ...good, completedOn: '29 February' },
      good,
    ];
    for (let times = 0; times < 2; times += 1) {
      expect(await importAll('study-certificates', lines)).toEqual({
        accepted: 2,
        rejected: [
          { line: 2, code: 'LICENCE_NOT_MATCHED', field: 'licenceNumber' },
          { line: 3, code: 'DATE_OUT_OF_RANGE', field: 'completedOn' },
          { line: 4, code: 'VALIDATION_FAILED', field: 'completedOn' },
        ],
      });
    }
    const driver = await driverWith(3, who);
    await ok(study(driver, good.certificate));
    expect(await importAll('study-certificates', lines)).toMatchObject({
      accepted: 1,
      rejected: [
        { line: 1, code: 'CERTIFICATE_USED', field: 'certificate' },
        { line: 2 },
        { line: 3 },
        { line: 4 },
      ],
    });
    const admin = await staff('admin');
    const path = `/v1/audit?subject=${good.certificate}`;
    const { items } = await ok(admin.get<Page<AuditEntry>>(path));
    expect(items).toMatchObject([
      { importId: expect.any(String) as unknown, after: { kind: 'on_site' } },
    ]);
  });
});

import type { WalkInAdmitted } from '@demerit/contracts';
import {
  api,
  audited,
  Citizen,
  kindsOf,
  newCitizen,
  newDriver,
  newKey,
  newcomer,
  ok,
  refused,
  registerLicence,
  staff,
  type Answer,
  type Api,
  type CallOptions,
} from './support';

jest.setTimeout(60_000);

type Newcomer = ReturnType<typeof newcomer>;

let officer: Api;

beforeAll(async () => {
  officer = await staff('officer');
});

/** Somebody whose licence is in the register and who has no account. */
async function newPerson(): Promise<Newcomer> {
  const person = newcomer();
  await registerLicence(await staff('registrar'), person.registry);
  return person;
}

function bodyOf({ realName: name, phone, idNumber, licence }: Newcomer): object {
  return { name, phone, idNumber, ...licence, papersSeen: ['id_card', 'driving_licence'] };
}

function admit(
  person: Newcomer,
  changes: object = {},
  options?: CallOptions,
): Promise<Answer<WalkInAdmitted>> {
  const body = { ...bodyOf(person), ...changes };
  return officer.post<WalkInAdmitted>('/v1/desk/persons', body, options);
}

describe('a person at a desk', () => {
  it('§1.walk-in.admitted §1.walk-in.phone: given both papers, then they are verified and have their licence at once, it is written down masked, and they log in later', async () => {
    const person = await newPerson();
    const { accountId, licenceId } = await ok(admit(person));
    const rows = await audited(accountId);
    expect(rows).toMatchObject([
      { act: 'walk-in.admit', subject: accountId, after: { licenceId } },
    ]);
    for (const whole of [person.realName, person.idNumber, person.phone])
      expect(JSON.stringify(rows)).not.toContain(whole);
    const later = await Citizen.logIn(api(), person);
    expect(later.accountId).toBe(accountId);
    expect(await later.me()).toMatchObject({
      phoneMasked: person.phone.replace(/^(...)....(....)$/, '$1****$2'),
      identity: { status: 'verified' },
      licence: { licenceId, holds: [] },
    });
  });

  it('§1.walk-in.papers: given that one paper was not seen, then it is named; given another paper or an unknown field, then the form is refused', async () => {
    const person = await newPerson();
    const unseen = await refused(
      admit(person, { papersSeen: ['id_card'] }),
      422,
      'DOCUMENTS_REQUIRED',
    );
    expect(unseen.detail).toBe('Missing: the driving licence (driving_licence).');
    for (const changes of [
      { papersSeen: ['id_card', 'passport'] },
      { papersSeen: ['id_card', 'id_card'] },
      { papersSeen: undefined },
      { phone: '12345' },
      { phone: null },
      { fileNumber: '1' },
      { documentIds: [] },
    ])
      await refused(admit(person, changes), 400, 'VALIDATION_FAILED');
    await ok(admit(person));
  });

  it('§1.walk-in.claim: given a file number, a licence or an ID number that does not match, then nothing is made, and the right ones are taken afterwards', async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    for (const changes of [
      { fileNumber: other.licence.fileNumber },
      { ...other.licence },
      { idNumber: other.idNumber },
      { licenceNumber: newcomer().licence.licenceNumber },
    ]) {
      const refusal = await refused(admit(person, changes), 422, 'LICENCE_NOT_MATCHED');
      expect(refusal.title).toBe('The licence does not match the register and the ID number');
    }
    await refused(admit(person, { idNumber: '110105194912310021' }), 422, 'ID_NUMBER_INVALID');
    await ok(admit(person));
  });

  it('§1.walk-in.taken: given the phone or the ID number of another account, then it is not merged with it', async () => {
    const [driver, citizen] = [await newDriver(), await newCitizen()];
    const again = { ...newcomer(), ...driver.identity, phone: newcomer().phone };
    const taken = await refused(admit(again as Newcomer), 409, 'ID_NUMBER_TAKEN');
    expect(taken).toMatchObject({ accountId: driver.accountId });
    const person = await newPerson();
    const { phone } = citizen.identity;
    await refused(admit(person, { phone }), 409, 'PHONE_TAKEN');
    expect((await citizen.me()).identity).toEqual({ status: 'unsubmitted' });
    await ok(admit(person));
  });

  it('§1.walk-in.one: given twenty officers at once, then one account is made; given the same key, then the same answer', async () => {
    const person = await newPerson();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => admit(person)));
    const { '201': made, ...others } = kindsOf(outcomes);
    expect(made).toBe(1);
    expect(Object.keys(others)).toEqual(['409 ID_NUMBER_TAKEN']);

    const [once, key] = [await newPerson(), newKey()];
    const first = await admit(once, {}, { idempotencyKey: key });
    expect(first.status).toBe(201);
    expect((await admit(once, {}, { idempotencyKey: key })).body).toEqual(first.body);
  });
});

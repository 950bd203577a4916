import type { Licence, Page, VerificationCase, VerificationItem } from '@demerit/contracts';
import {
  audited,
  codeOf,
  decideVerification,
  newcomer,
  newCar,
  newCitizen,
  notified,
  newDriver,
  newViolation,
  ok,
  refused,
  registerLicence,
  staff,
  type Api,
  type Citizen,
} from './support';

jest.setTimeout(60_000);

const PATH = '/v1/me/identity-verification';
const QUEUE = '/v1/review/identity-verifications';

async function sides(citizen: Citizen): Promise<string[]> {
  return [await citizen.upload('id_card_front'), await citizen.upload('id_card_back')];
}

async function waiting(reviewer: Api): Promise<VerificationItem[]> {
  const all: VerificationItem[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page: Page<VerificationItem> = await ok(
      reviewer.get(`${QUEUE}?status=submitted&limit=2${more}`),
    );
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
}

function decide(reviewer: Api, accountId: string, body: object, ifMatch?: string) {
  const options = ifMatch === undefined ? {} : { ifMatch };
  return reviewer.post<VerificationItem>(`${QUEUE}/${accountId}/decision`, body, options);
}

describe('an identity', () => {
  it('§1.verify.documents: given one side of the ID card, somebody else’s pictures or none, then documents are required', async () => {
    const [citizen, stranger] = [await newCitizen(), await newCitizen()];
    const { realName: name, idNumber } = citizen.identity;
    const [front = '', back = ''] = await sides(citizen);
    for (const documentIds of [[], [front], [back], [front, front], await sides(stranger)])
      await refused(
        citizen.api.post(PATH, { name, idNumber, documentIds }),
        422,
        'DOCUMENTS_REQUIRED',
      );
    expect((await citizen.me()).identity.status).toBe('unsubmitted');
  });

  it('§1.verify.limit: given five submissions on a day, then the sixth waits for the next, and the queue has none of it', async () => {
    const [citizen, reviewer] = [await newCitizen(), await staff('reviewer')];
    const { accountId } = citizen;
    const reject = { decision: 'reject', reason: 'unreadable' } as const;
    for (let times = 0; times < 5; times += 1) {
      await citizen.submitIdentity();
      await decideVerification(reviewer, accountId, reject);
    }
    const { realName: name, idNumber } = citizen.identity;
    const documentIds = await sides(citizen);
    const sixth = await citizen.api.post(PATH, { name, idNumber, documentIds });
    expect([sixth.status, codeOf(sixth)]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(sixth.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await citizen.me()).identity.status).toBe('rejected');
  });

  it('§1.verify.number: given a wrong check digit, then it is refused', async () => {
    const citizen = await newCitizen();
    const { realName: name, idNumber } = citizen.identity;
    const wrong = idNumber.slice(0, 17) + (idNumber.endsWith('1') ? '2' : '1');
    await refused(
      citizen.api.post(PATH, { name, idNumber: wrong, documentIds: await sides(citizen) }),
      422,
      'ID_NUMBER_INVALID',
    );
  });

  it('§1.verify.one-account: given a stranger who submits somebody’s ID number first, then the real person is verified all the same, and the second approval is refused to the reviewer', async () => {
    const reviewer = await staff('reviewer');
    const who = newcomer();
    const stranger = await newCitizen({ ...newcomer(), idNumber: who.idNumber });
    await stranger.submitIdentity();
    const person = await newCitizen(who);
    await person.submitIdentity();
    await decideVerification(reviewer, person.accountId);
    expect((await person.me()).identity.status).toBe('verified');

    const { etag } = await ok(reviewer.get<VerificationItem>(`${QUEUE}/${stranger.accountId}`));
    const approval = decide(reviewer, stranger.accountId, { decision: 'approve' }, etag);
    const refusal = await refused(approval, 409, 'ID_NUMBER_TAKEN');
    expect(refusal).toMatchObject({ accountId: person.accountId });
    await ok(decide(reviewer, stranger.accountId, { decision: 'reject', reason: 'not you' }, etag));
    // And nothing of that is told to whoever asks for a number that is taken.
    await stranger.submitIdentity();
    expect((await stranger.me()).identity.status).toBe('submitted');
  });

  it('§1.verify.opened: given one that a reviewer opens, then the whole name and number stand beside the papers, and that is written down', async () => {
    const reviewer = await staff('reviewer');
    const citizen = await newCitizen();
    await citizen.submitIdentity();
    const { accountId, identity } = citizen;
    const opened = await ok(reviewer.get<VerificationCase>(`${QUEUE}/${accountId}`));
    expect(opened).toMatchObject({ name: identity.realName, idNumber: identity.idNumber });
    const items = await audited(accountId);
    expect(items.map(({ act }) => act)).toEqual(['verification.open']);
    expect(JSON.stringify(items)).not.toContain(identity.idNumber);
    const item = (await waiting(reviewer)).find((one) => one.accountId === accountId);
    expect(item).not.toHaveProperty('name');
    expect(item).not.toHaveProperty('idNumber');
  });

  it('§1.verify.name §1.verify.birthday: given a name with a sign that is not seen, or a birthday to come, then it is refused', async () => {
    const citizen = await newCitizen();
    const documentIds = await sides(citizen);
    const { idNumber } = citizen.identity;
    for (const name of ['张\u202e三', '张\u200b三', '张3', '<b>张三</b>'])
      await refused(
        citizen.api.post(PATH, { name, idNumber, documentIds }),
        400,
        'VALIDATION_FAILED',
      );
    const unborn = { name: '张三', idNumber: '33010620990101001X', documentIds };
    await refused(citizen.api.post(PATH, unborn), 422, 'ID_NUMBER_INVALID');
    const name = ' 阿卜杜拉.买买提 ';
    await ok(citizen.api.post(PATH, { name, idNumber: idNumber.toLowerCase(), documentIds }));
    const reviewer = await staff('reviewer');
    const opened = await ok(reviewer.get<VerificationCase>(`${QUEUE}/${citizen.accountId}`));
    expect(opened).toMatchObject({ name: '阿卜杜拉·买买提', idNumber });
  });

  it('§1.verify.reviewer: given several that wait, then a reviewer gets them oldest first, a page at a time, masked', async () => {
    const reviewer = await staff('reviewer');
    const people = [await newCitizen(), await newCitizen(), await newCitizen()];
    for (const citizen of people) await citizen.submitIdentity();
    const queue = await waiting(reviewer);
    const times = queue.map(({ submittedAt }) => submittedAt);
    expect(times).toEqual(times.toSorted());
    const ids = people.map(({ accountId }) => accountId);
    const own = queue.filter(({ accountId }) => ids.includes(accountId));
    expect(own.map(({ accountId }) => accountId)).toEqual(ids);
    const { identity } = people[0]!;
    expect(own[0]).toMatchObject({
      nameMasked: `${identity.realName.slice(0, 1)}**`,
      idNumberMasked: `${identity.idNumber.slice(0, 3)}***********${identity.idNumber.slice(-4)}`,
    });
  });

  it('§1.verify.again §1.verify.said: given a rejection without a reason, without If-Match or on what has changed, then not; with both, then it may be submitted again', async () => {
    const reviewer = await staff('reviewer');
    const citizen = await newCitizen();
    await citizen.submitIdentity();
    const { accountId } = citizen;
    const { etag } = await ok(reviewer.get<VerificationItem>(`${QUEUE}/${accountId}`));
    const reject = { decision: 'reject', reason: 'unreadable' };
    const without = decide(reviewer, accountId, { decision: 'reject' }, etag);
    await refused(without, 400, 'VALIDATION_FAILED');
    await refused(decide(reviewer, accountId, reject), 428, 'PRECONDITION_REQUIRED');
    await refused(decide(reviewer, accountId, reject, '*'), 412, 'PRECONDITION_FAILED');
    await refused(decide(reviewer, accountId, reject, '"99"'), 412, 'PRECONDITION_FAILED');
    await ok(decide(reviewer, accountId, reject, etag));
    await notified(citizen, 'identity_rejected');
    await refused(decide(reviewer, accountId, reject, etag), 412, 'PRECONDITION_FAILED');
    expect((await citizen.me()).identity).toMatchObject({
      status: 'rejected',
      rejectedReason: 'unreadable',
    });

    await citizen.submitIdentity();
    await decideVerification(reviewer, accountId);
    expect((await citizen.me()).identity).toMatchObject({ status: 'verified' });
    await notified(citizen, 'identity_verified');
    const again = await citizen.api.post(PATH, {
      name: '张三',
      idNumber: citizen.identity.idNumber,
      documentIds: await sides(citizen),
    });
    expect(codeOf(again)).toBe('IDENTITY_ALREADY_SUBMITTED');
  });
});

describe('a licence', () => {
  it('§1.licence.claim: given another file number, person or number, then it does not match, and which was wrong is not told', async () => {
    const driver = newcomer();
    await registerLicence(await staff('registrar'), driver.registry);
    const citizen = await newCitizen();
    await refused(citizen.api.post('/v1/me/licence', driver.licence), 403, 'IDENTITY_NOT_VERIFIED');
    await citizen.submitIdentity();
    await decideVerification(await staff('reviewer'), citizen.accountId);
    const wrong = [
      driver.licence,
      { ...driver.licence, fileNumber: '000000000000' },
      { ...driver.licence, licenceNumber: '99999999999999999X' },
    ];
    const responses = [];
    for (const body of wrong)
      responses.push(
        await refused(citizen.api.post('/v1/me/licence', body), 422, 'LICENCE_NOT_MATCHED'),
      );
    expect(
      new Set(responses.map(({ detail, nextStep }) => `${detail ?? ''} ${nextStep ?? ''}`)).size,
    ).toBe(1);
  });

  it('§1.licence.one §1.hold.none: given that the register changes it, then its holder sees that; and they have one alone', async () => {
    const who = newcomer();
    const driver = await newDriver(who);
    await registerLicence(await staff('registrar'), { ...who.registry, class: 'A2' });
    expect((await driver.me()).licence).toMatchObject({ class: 'A2', holds: [] });
    const second = { ...who.registry, licenceNumber: `33${who.licence.fileNumber}` };
    await registerLicence(await staff('registrar'), second);
    const { licenceNumber, fileNumber } = second;
    await refused(
      driver.api.post('/v1/me/licence', { licenceNumber, fileNumber }),
      409,
      'LICENCE_ALREADY_CLAIMED',
    );
  });

  it('§1.licence.moved: given that the register moves it to another person, then its old holder has none, everywhere, until they claim their own', async () => {
    const registrar = await staff('registrar');
    const [who, owner] = [newcomer(), newcomer()];
    const driver = await newDriver(who);
    const rightful = await newCitizen(owner);
    await rightful.submitIdentity();
    await decideVerification(await staff('reviewer'), rightful.accountId);
    const violationId = await newViolation(await newCar(driver));
    // The register speaks of it often, so that its version is far ahead of that of the licence claimed later.
    for (const licenceClass of ['A2', 'B2', 'C1'] as const)
      await registerLicence(registrar, { ...who.registry, class: licenceClass });
    await registerLicence(registrar, { ...who.registry, idNumber: owner.idNumber });
    expect((await driver.me()).licence).toBeNull();
    await refused(driver.api.get('/v1/me/points'), 409, 'LICENCE_REQUIRED');
    await refused(driver.api.get('/v1/me/points/entries'), 409, 'LICENCE_REQUIRED');
    await refused(driver.accept(violationId), 409, 'LICENCE_REQUIRED');

    const own = newcomer().registry;
    await registerLicence(registrar, { ...own, idNumber: who.idNumber });
    const { licenceNumber, fileNumber } = own;
    const claim = { licenceNumber, fileNumber };
    const { licenceId } = await ok(driver.api.post<Licence>('/v1/me/licence', claim));
    expect((await driver.points()).licenceId).toBe(licenceId);
    const moved = await ok(rightful.api.post<Licence>('/v1/me/licence', who.licence));
    expect((await rightful.points()).licenceId).toBe(moved.licenceId);
    expect((await driver.points()).licenceId).toBe(licenceId);
  });

  it('§1.licence.days: given a first issue before 1950 or after today, then the register refuses it', async () => {
    const registrar = await staff('registrar');
    const { registry } = newcomer();
    for (const firstIssuedOn of ['1900-01-01', '2099-01-01'])
      await refused(
        registrar.put('/v1/registry/licences', { ...registry, firstIssuedOn, validUntil: null }),
        422,
        'DATE_OUT_OF_RANGE',
      );
  });

  it('§10.answers.staff: given a holder’s number with a birthday to come, then the register names the holder’s card to the registrar', async () => {
    const registrar = await staff('registrar');
    const entry = { ...newcomer().registry, idNumber: '330106209901010016' };
    const unborn = await refused(
      registrar.put('/v1/registry/licences', entry),
      422,
      'ID_NUMBER_INVALID',
    );
    expect(unborn.nextStep).toBe('Compare its 18 characters with the ID card of the person.');
  });

  it('§1.licence.life: given that it is for life, then it says so', async () => {
    const who = newcomer();
    const driver = await newDriver({ ...who, registry: { ...who.registry, validUntil: null } });
    expect((await driver.me()).licence).toMatchObject({ validUntil: null, holds: [] });
  });

  it('§1.hold.expired: given that its last day is over, then it is expired', async () => {
    const who = newcomer();
    const ended = { ...who.registry, validUntil: '2024-01-31' };
    const driver = await newDriver({ ...who, registry: ended });
    expect((await driver.me()).licence?.holds).toEqual([{ kind: 'expired' }]);
  });
});

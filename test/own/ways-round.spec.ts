import {
  advanceClock,
  bind,
  Citizen,
  closingOver,
  decideBinding,
  newCar,
  newCarOf,
  newcomer,
  newDrivers,
  ok,
  refused,
  registerVehicle,
  requestCar,
} from '../support';
import {
  askToAct,
  companyCar,
  decideOrganisation,
  delegate,
  newOrganisationCode,
} from '../support/organisations';
import {
  everyOffice,
  memberOfStaff,
  noticed,
  openCase,
  withEveryRole,
  type MemberOfStaff,
  type Notice,
  type Office,
} from './office';

jest.setTimeout(120_000);

const DAY_S = 86_400;
const REASON = { reason: 'As the papers show' };

describe('given a member of staff who used a car by a binding, and acted for an organisation, and does neither any more', () => {
  let office: Office;
  let self: MemberOfStaff;
  let notices: Notice[];
  let decisionNumber: string;
  let licenceId: string;
  let newer: Notice;

  beforeAll(async () => {
    office = await everyOffice();
    self = await memberOfStaff(office);
    const [owner, driver] = (await newDrivers(2)) as [Citizen, Citizen];
    const usedCar = await newCar(owner);
    const { bindingId } = await bind(self, usedCar, owner);
    await bind(driver, usedCar, owner);
    const organisationCode = newOrganisationCode();
    const delegation = await delegate(self, organisationCode);
    const company = { organisationCode, phone: '057188888888' };
    const companyCar = { ...newCarOf(owner.identity), owner: company };
    await registerVehicle(office.registrar, companyCar);
    notices = [await noticed(usedCar, office), await noticed(companyCar, office)];
    const { violationId } = await noticed(usedCar, office);
    ({
      decision: { decisionNumber },
    } = await ok(driver.accept(violationId)));
    ({ licenceId } = await driver.points());
    await ok(self.api.delete(`/v1/bindings/${bindingId}`));
    await ok(self.api.delete(`/v1/me/organisations/${delegation}`));
    newer = await noticed(await newCar(owner), office);
  });

  it.each([
    ['used', 0],
    ['of the organisation', 1],
  ])(
    '§1.own-case.formerly: when they decide on what happened with the car %s by then, then somebody else has to',
    async (_what, of) => {
      const path = `/v1/registry/violations/${notices[of]!.noticeNumber}`;
      await refused(self.api.call('DELETE', path, REASON), 403, 'OWN_CASE');
      await refused(
        self.api.call('PATCH', path, { ...REASON, place: '体育场路' }),
        403,
        'OWN_CASE',
      );
    },
  );

  it('§1.own-case.formerly: when they take a decision on it back, by itself or by a sanction case, then somebody else has to', async () => {
    const revocation = { ...REASON, then: 'reopen' };
    const path = `/v1/decisions/${decisionNumber}/revocation`;
    await refused(self.api.post(path, revocation), 403, 'OWN_CASE');
    const { caseId } = await openCase(licenceId, [decisionNumber], office);
    await refused(self.api.post(`/v1/sanction-cases/${caseId}/notice`, {}), 403, 'OWN_CASE');
  });

  it('§1.own-case.others: when it is about another car of that owner, then they may', async () => {
    const path = `/v1/registry/violations/${newer.noticeNumber}`;
    await ok(self.api.call('DELETE', path, REASON));
  });
});

describe('given a member of staff with another account, in which they gave their ID number and nothing is decided yet', () => {
  let office: Office;
  let verified: MemberOfStaff;
  let other: Citizen;
  let usedNotice: Notice;

  beforeAll(async () => {
    office = await everyOffice();
    verified = await memberOfStaff(office);
    other = await withEveryRole({ ...verified.identity, phone: newcomer().phone });
    await other.submitIdentity();
    const [owner] = (await newDrivers(1)) as [Citizen];
    const { bindingId } = await requestCar(verified, await newCar(owner));
    await owner.grantConsent(bindingId);
    const body = { decision: 'reject', reason: 'A forged paper', falseMaterial: true } as const;
    const usedCar = await newCar(owner);
    await advanceClock(DAY_S);
    await bind(verified, usedCar, owner);
    await decideBinding(office.reviewer, bindingId, body);
    usedNotice = await noticed(usedCar, office);
  });

  it.each<[string, (accountId: string) => [method: string, path: string, body: object]]>([
    ['roles', (id) => ['POST', `/v1/accounts/${id}/roles`, { roles: ['citizen', 'admin'] }]],
    ['sessions', (id) => ['DELETE', `/v1/accounts/${id}/sessions`, REASON]],
    ['session', (id) => ['DELETE', `/v1/accounts/${id}/sessions/ses_none`, REASON]],
    ['second factor', (id) => ['DELETE', `/v1/accounts/${id}/second-factor`, REASON]],
    [
      'phone',
      (id) => ['POST', `/v1/desk/accounts/${id}/phone`, { phone: newcomer().phone, ...REASON }],
    ],
  ])(
    '§1.own-case.account: when one acts on the %s of the other, then somebody else has to',
    async (_what, sent) => {
      const [there, back] = [sent(verified.accountId), sent(other.accountId)];
      await refused(other.api.call(...there), 403, 'OWN_CASE');
      await refused(verified.api.call(...back), 403, 'OWN_CASE');
    },
  );

  it('§1.own-case.account: when it is about a vehicle that the verified one uses, then somebody else has to', async () => {
    const path = `/v1/registry/violations/${usedNotice.noticeNumber}`;
    await refused(other.api.call('DELETE', path, REASON), 403, 'OWN_CASE');
  });

  it('§1.own-case.account: when it is about the bar of the verified one, then somebody else has to', async () => {
    const path = `/v1/desk/binding-bars/${verified.accountId}`;
    await refused(other.api.call('DELETE', path, REASON), 403, 'OWN_CASE');
  });
});

describe('given a member of staff who gave the ID number of an account that uses a car and acts for an organisation', () => {
  let self: Citizen;
  let person: Citizen;
  let noticeNumbers: Record<'used' | 'company', string>;
  let rivalRequest: string;

  beforeAll(async () => {
    const office = await everyOffice();
    const drivers = (await newDrivers(3)) as [Citizen, Citizen, Citizen];
    const [owner, rival] = drivers;
    [, , person] = drivers;
    self = await withEveryRole({ ...person.identity, phone: newcomer().phone });
    await self.submitIdentity();
    const usedCar = await newCar(owner);
    await bind(person, usedCar, owner);
    const organisationCode = newOrganisationCode();
    await delegate(person, organisationCode);
    const car = await companyCar(organisationCode);
    noticeNumbers = {
      used: (await noticed(usedCar, office)).noticeNumber,
      company: (await noticed(car, office)).noticeNumber,
    };
    rivalRequest = (await ok(askToAct(rival, organisationCode))).organisationId;
  });

  async function refusedOf(which: 'used' | 'company'): Promise<void> {
    const path = `/v1/registry/violations/${noticeNumbers[which]}`;
    await refused(self.api.call('DELETE', path, REASON), 403, 'OWN_CASE');
  }

  it('§1.own-case.account: when it is about a car of the organisation, or about who else asks to act for it, then somebody else has to', async () => {
    await refusedOf('company');
    const path = `/v1/review/organisations/${rivalRequest}`;
    const { etag: ifMatch } = await ok(self.api.get<{ etag: string }>(path));
    const deciding = self.api.post(
      `${path}/decision`,
      { decision: 'reject', ...REASON },
      { ifMatch },
    );
    await refused(deciding, 403, 'OWN_CASE');
  });

  it('§1.own-case.formerly: when that account was closed since, then what happened by then is for somebody else all the same', async () => {
    await decideOrganisation(rivalRequest, { decision: 'approve' });
    await ok(person.api.delete('/v1/me'));
    expect(await closingOver(person)).toHaveProperty('closedAt');
    await refusedOf('used');
    await refusedOf('company');
  });
});

describe('given a reviewer who has asked for a vehicle', () => {
  it('§1.own-case.vehicle: when they decide on who else asks for it, then somebody else has to', async () => {
    const office = await everyOffice();
    const self = await memberOfStaff(office);
    const [owner, rival] = (await newDrivers(2)) as [Citizen, Citizen];
    const car = await newCar(owner);
    await requestCar(self, car);
    const { bindingId } = await requestCar(rival, car);
    await owner.grantConsent(bindingId);
    const path = `/v1/review/bindings/${bindingId}`;
    const { etag: ifMatch } = await ok(self.api.get<{ etag: string }>(path));
    const decision = { decision: 'reject', reason: 'A forged paper', falseMaterial: true };
    await refused(self.api.post(`${path}/decision`, decision, { ifMatch }), 403, 'OWN_CASE');
  });
});

describe('given a member of staff who has asked to act for an organisation', () => {
  let office: Office;
  let self: MemberOfStaff;
  let organisationCode: string;

  beforeAll(async () => {
    office = await everyOffice();
    self = await memberOfStaff(office);
    organisationCode = newOrganisationCode();
    await ok(askToAct(self, organisationCode));
  });

  it('§1.own-case.account: when they decide on who else asks for it, then somebody else has to', async () => {
    const [rival] = (await newDrivers(1)) as [Citizen];
    const { organisationId } = await ok(askToAct(rival, organisationCode));
    const path = `/v1/review/organisations/${organisationId}`;
    const { etag: ifMatch } = await ok(self.api.get<{ etag: string }>(path));
    const decision = { decision: 'reject', ...REASON };
    const deciding = self.api.post(`${path}/decision`, decision, { ifMatch });
    await refused(deciding, 403, 'OWN_CASE');
  });

  it('§1.own-case.vehicle: when it is about what its car did, then somebody else has to', async () => {
    const { noticeNumber } = await noticed(await companyCar(organisationCode), office);
    const path = `/v1/registry/violations/${noticeNumber}`;
    await refused(self.api.call('DELETE', path, REASON), 403, 'OWN_CASE');
  });
});

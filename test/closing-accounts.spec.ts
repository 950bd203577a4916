import type { Binding, Decision, Page, Role, SanctionCase } from '@demerit/contracts';
import { Citizen } from '../tools/dev/client/citizen';
import { authenticatorCode, enrolSecondFactor } from '../tools/dev/client/second-factor';
import {
  api,
  bind,
  closingOver,
  decideBinding,
  decideVerification,
  eventually,
  inDatabases,
  newCar,
  newCitizen,
  newDriver,
  newViolation,
  notified,
  ok,
  recordedPoints,
  refused,
  requestCar,
  staff,
  type Car,
  type Row,
} from './support';
import { logInByPhone, openWith, secondFactorTokenOf } from './support/calls';
import { disputing } from './support/disputes';
import { delegate, newOrganisationCode } from './support/organisations';

jest.setTimeout(90_000);

const AT_ONCE = { withinMs: 2_000, everyMs: 50 };

function close({ api: caller }: Citizen) {
  return caller.delete('/v1/me');
}

async function logInAgain({ identity }: Citizen): Promise<Citizen> {
  const session = await ok(logInByPhone(identity.phone));
  return new Citizen(api().as(session.accessToken), identity, session.accountId);
}

const PERSONAL = [
  ...['verifications', 'sessions', 'devices', 'familiarAddresses', 'documents'],
  'notifications',
];

async function asItsOwnerSees({ api: owner }: Citizen, { bindingId: wanted }: Binding) {
  const path = '/v1/vehicles/bound-by-others';
  const { items } = await ok(owner.get<Page<{ bindingId: string }>>(path));
  return items.find(({ bindingId }) => bindingId === wanted);
}

/** The collections of identity that have a row of the account. */
async function left({ accountId }: Citizen): Promise<string[]> {
  return inDatabases(async (of) => {
    const names = [...PERSONAL, 'secondFactors', 'pendingLogIns'];
    const own = { $or: [{ _id: accountId }, { accountId }] };
    const count = (name: string) => of('identity').collection<Row>(name).countDocuments(own);
    const counts = await Promise.all(names.map(count));
    return names.filter((_, index) => counts[index] !== 0);
  });
}

describe('given a driver with points, with a car that a colleague uses, and with a colleague’s car', () => {
  let driver: Citizen;
  let colleague: Citizen;
  let own: Car;
  let used: Binding;
  let lent: Binding;
  let decisionNumber: string;
  let again: Citizen;

  beforeAll(async () => {
    [driver, colleague] = [await newDriver(), await newDriver()];
    [own] = [await newCar(driver)];
    used = await bind(driver, await newCar(colleague), colleague);
    lent = await bind(colleague, own, driver);
    const handling = await driver.acceptAndPay(await newViolation(own, { points: 3 }));
    ({ decisionNumber } = handling.decision);
    await recordedPoints(driver, 3);
    await driver.upload('evidence');
  });

  it('§1.closing.left: when they close their account, then what is theirs goes, and nobody logs into it', async () => {
    const { status } = await close(driver);
    expect(status).toBe(204);
    await eventually(async () => {
      const answer = await driver.api.get('/v1/me');
      if (answer.status !== 401) throw new Error(`still ${String(answer.status)}`);
      return true;
    }, AT_ONCE);
    const account = await closingOver(driver);
    expect(account).toHaveProperty('closedAt');
    expect(account).not.toHaveProperty('phone');
    expect(account['phoneKey']).toBe(driver.accountId);
    expect(await left(driver)).toEqual([]);
  });

  it('§1.closing.vehicles: then both bindings are released', async () => {
    const theirs = await ok(colleague.api.get<Binding>(`/v1/bindings/${lent.bindingId}`));
    expect(theirs.status).toBe('released');
    expect(await asItsOwnerSees(colleague, used)).toHaveProperty('status', 'released');
  });

  it('§1.closing.left: then nobody reads their name but on papers', async () => {
    expect(await asItsOwnerSees(colleague, used)).toHaveProperty('applicant.nameMasked', null);
    const path = `/v1/review/bindings/${used.bindingId}`;
    const whole = await ok((await staff('reviewer')).get(path));
    expect(JSON.stringify(whole)).not.toContain(driver.identity.realName);
  });

  it('§1.closing.left: then what is heard of it afterwards is kept for nobody', async () => {
    await notified(colleague, 'binding_released', { bindingId: used.bindingId });
    await notified(colleague, 'binding_released', { bindingId: lent.bindingId });
    expect(await left(driver)).toEqual([]);
  });

  it('§1.closing.left: then the decision goes on naming the person to officers', async () => {
    const officer = await staff('officer');
    const decision = await ok(officer.get<Decision>(`/v1/decisions/${decisionNumber}`));
    expect(JSON.stringify(decision)).toContain(driver.identity.realName);
    expect(JSON.stringify(decision)).not.toContain(driver.identity.idNumber);
  });

  it('§1.closing.again: when they log in by the same phone, then to a new account without an identity', async () => {
    again = await logInAgain(driver);
    expect(again.accountId).not.toBe(driver.accountId);
    const me = await again.me();
    expect(me).toMatchObject({ identity: { status: 'unsubmitted' }, licence: null });
  });

  it('§1.closing.again: when the same person is verified again, then they have the same licence with the same points and slots', async () => {
    await again.submitIdentity();
    await decideVerification(await staff('reviewer'), again.accountId);
    await again.claimLicence();
    const { recorded, vehiclesUsed } = await again.points();
    expect(recorded).toBe(3);
    expect(vehiclesUsed).toMatchObject([{ vehicleId: own.vehicleId }]);
    await again.acceptAndPay(await newViolation(own, { points: 1 }));
    await recordedPoints(again, 4);
  });
});

describe('given something that is open, then the account is not closed, and the answer says what to do', () => {
  const openings: [reason: string, open: () => Promise<Citizen>][] = [
    [
      'staff_roles',
      async () => {
        const citizen = await newCitizen();
        const roles: Role[] = ['citizen', 'reviewer'];
        const path = `/v1/accounts/${citizen.accountId}/roles`;
        await ok((await staff('admin')).post(path, { roles }));
        return logInAgain(citizen);
      },
    ],
    [
      'only_delegate',
      async () => {
        const driver = await newDriver();
        await delegate(driver, newOrganisationCode());
        return driver;
      },
    ],
    [
      'handling',
      async () => {
        const driver = await newDriver();
        await ok(driver.accept(await newViolation(await newCar(driver))));
        return driver;
      },
    ],
    [
      'dispute',
      async () => {
        const driver = await newDriver();
        await ok(disputing(driver, await newViolation(await newCar(driver))));
        return driver;
      },
    ],
    [
      'binding_bar',
      async () => {
        const [driver, owner] = [await newDriver(), await newDriver()];
        const { bindingId } = await requestCar(driver, await newCar(owner));
        await owner.grantConsent(bindingId);
        const decision = 'reject' as const;
        const forged = { decision, reason: 'a forged paper', falseMaterial: true };
        await decideBinding(await staff('reviewer'), bindingId, forged);
        return driver;
      },
    ],
    [
      'sanction_case',
      async () => {
        const driver = await newDriver();
        const { decision, licenceId } = await driver.acceptAndPay(
          await newViolation(await newCar(driver), { points: 1 }),
        );
        const officer = await staff('officer');
        const { caseId, etag } = await ok(
          officer.post<SanctionCase>('/v1/sanction-cases', {
            role: 'seller',
            licenceId,
            decisionNumbers: [decision.decisionNumber],
            gainFen: 10_000,
            statement: 'Took points for money',
            documentIds: [],
          }),
        );
        await ok(officer.post(`/v1/sanction-cases/${caseId}/notice`, {}, { ifMatch: etag }));
        return driver;
      },
    ],
  ];

  it.each(openings)('§1.closing.refused: %s', async (reason, open) => {
    const citizen = await open();
    const problem = await refused(close(citizen), 409, 'ACCOUNT_NOT_CLOSABLE');
    expect(problem).toMatchObject({ reason });
    expect(problem.nextStep).toMatch(/\.$/);
    expect((await citizen.me()).accountId).toBe(citizen.accountId);
  });
});

describe('given that identity died while it was closing an account', () => {
  /** As it was left. */
  async function leave({ accountId }: Citizen, state: 'asked' | 'decided'): Promise<void> {
    await inDatabases(async (of) => {
      const accounts = of('identity').collection<Row>('accounts');
      const { phoneKey } = (await accounts.findOne({ _id: accountId }))!;
      const since = new Date(Date.now() - 31_000);
      const closing = { state, since, phoneKey, isNamed: false };
      const people = of('ledger').collection<Row>('people');
      await people.insertOne({
        _id: accountId,
        standing: { status: 'active', version: 0 },
        closing: true,
        version: 1,
      });
      for (const service of ['violations', 'payments'] as const)
        await of(service)
          .collection<Row>('accountMarks')
          .updateOne(
            { _id: accountId },
            { $set: { closing: true, version: 100 } },
            { upsert: true },
          );
      const decided = state === 'decided' ? { phoneKey: accountId } : {};
      await accounts.updateOne({ _id: accountId }, { $set: { closing, ...decided } });
    });
  }

  it('§1.closing.order: before it was decided, then it is taken back, and they accept as ever', async () => {
    const driver = await newDriver();
    const violationId = await newViolation(await newCar(driver));
    await leave(driver, 'asked');
    await closingOver(driver);
    const { orderId } = await ok(driver.accept(violationId, { iWasTheDriver: true }));
    await driver.pay(orderId!);
  });

  it('§1.closing.order: after it was decided, then it is finished', async () => {
    const driver = await newDriver();
    await leave(driver, 'decided');
    expect(await closingOver(driver)).toHaveProperty('closedAt');
    const rows = await left(driver);
    expect(rows).not.toContain('verifications');
    expect(rows).not.toContain('documents');
  });
});

describe('given a person with a second factor, whose log-in waits for it', () => {
  it('§1.closing.left: when they close their account, then the factor goes, and its code opens nothing', async () => {
    const person = await newCitizen();
    const secret = await enrolSecondFactor(person.api);
    const waiting = await secondFactorTokenOf(person.identity.phone);
    await ok(close(person));
    await refused(openWith(waiting, authenticatorCode(secret, 1)), 401, 'SECOND_FACTOR_INVALID');
    await closingOver(person);
    expect(await left(person)).toEqual([]);
    expect((await logInByPhone(person.identity.phone)).status).toBe(201);
  });
});

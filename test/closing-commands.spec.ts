import {
  IDENTITY_REQUESTS,
  type OrganisationCase,
  type VerificationCase,
} from '@demerit/contracts';
import { request } from 'node:http';
import {
  api,
  Citizen,
  eventually,
  inDatabases,
  newcomer,
  newDriver,
  ok,
  refused,
  stack,
  staff,
  type Answer,
} from './support';
import { logInByPhone, WRONG_CODE } from './support/calls';
import { askToAct, newOrganisationCode } from './support/organisations';

jest.setTimeout(90_000);

type Row = { _id: string } & Record<string, unknown>;

/** The smallest picture that is one by its content. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

function evidence(): FormData {
  const form = new FormData();
  form.set('kind', 'evidence');
  form.set('file', new Blob([PICTURE], { type: 'image/png' }), 'evidence.png');
  return form;
}

/** As it is while others are asked, for longer than any test lasts. */
async function mark(accountId: string): Promise<void> {
  await inDatabases(async (of) => {
    const accounts = of('identity').collection<Row>('accounts');
    const { phoneKey } = (await accounts.findOne({ _id: accountId }))!;
    const since = new Date(Date.now() + 600_000);
    const closing = { state: 'asked', since, phoneKey, isNamed: false };
    await accounts.updateOne({ _id: accountId }, { $set: { closing } });
  });
}

/** A request whose headers the gateway has; its body comes with `go`, which answers the status. */
async function sentInPart(
  accessToken: string,
  path: string,
  content: FormData | object,
): Promise<{ go: () => Promise<number> }> {
  const whole = new Response(content instanceof FormData ? content : JSON.stringify(content));
  const type = content instanceof FormData ? whole.headers.get('content-type') : 'application/json';
  const body = Buffer.from(await whole.arrayBuffer());
  const sent = request(new URL(path, stack().gatewayUrl), {
    method: 'POST',
    agent: false,
    headers: {
      authorization: `Bearer ${accessToken}`,
      'content-type': type!,
      'content-length': body.length,
      expect: '100-continue',
    },
  });
  const status = new Promise<number>((resolve, reject) => {
    sent.on('response', (response) => {
      response.resume();
      resolve(response.statusCode!);
    });
    sent.on('error', reject);
  });
  const isThere = new Promise((resolve) => sent.once('continue', resolve));
  sent.flushHeaders();
  await isThere;
  const go = async () => {
    sent.end(body);
    return status;
  };
  return { go };
}

/** Requests of identity that write something of an account: each of them is tried below. */
const WRITING = [
  'identity.submit',
  'licence.claim',
  'organisation-review.decide',
  'organisation.request',
  'phone.change',
  'phone.set',
  'roles.set',
  'second-factor.confirm',
  'second-factor.enrol',
  'second-factor.remove',
  'second-factor.reset',
  'verification.decide',
];
/** Why others are none. */
const OTHERS: Record<string, readonly string[]> = {
  'they read': [
    'account-session.list',
    'account.me',
    'account.search',
    'clock.get',
    'denial.list',
    'jwks.get',
    'licence.find',
    'licence.holder',
    'licence.open',
    'licence.registered',
    'licence.search',
    'notification.list',
    'organisation-review.get',
    'organisation-review.list',
    'organisation.list',
    'own-data.begin',
    'person.delegations',
    'person.get',
    'person.identities',
    'person.self',
    'sandbox-account.list',
    'session.list',
    'sms.list',
    'verification.get',
    'verification.list',
  ],
  'they write of no account': ['clock.advance', 'licence.import', 'licence.register', 'sms.send'],
  'they end something, or mark it as read': [
    'account-session.end',
    'account.close',
    'notification.read',
    'organisation.leave',
    'session.end',
  ],
  'they are of a number, whose account is another one by then, or of a session, which ends with it':
    ['code.request', 'session.open', 'session.open-with-second-factor', 'session.refresh'],
  'they make an account': ['sandbox-account.replace', 'walk-in.admit'],
  'whoever asks writes, and refuses': ['documents.check', 'documents.evidence'],
};

it('§1.closing.order: of each request of identity it is said whether it writes something of an account', () => {
  const said = [...WRITING, ...Object.values(OTHERS).flat()].toSorted();
  expect(said).toEqual(Object.keys(IDENTITY_REQUESTS).toSorted());
});

describe('given an account that is being closed, of which no gateway has heard', () => {
  let person: Citizen;
  let sent: Record<string, () => Promise<Answer<unknown>>>;

  beforeAll(async () => {
    person = await Citizen.logIn(api(), newcomer());
    await person.submitIdentity();
    const { accountId, identity } = person;
    const [admin, officer, reviewer] = [
      await staff('admin'),
      await staff('officer'),
      await staff('reviewer'),
    ];
    const verification = `/v1/review/identity-verifications/${accountId}`;
    const { etag } = await ok(reviewer.get<VerificationCase>(verification));
    const applicant = await newDriver();
    const organisationCode = newOrganisationCode();
    const { organisationId } = await ok(askToAct(applicant, organisationCode));
    const organisation = `/v1/review/organisations/${organisationId}`;
    const asked = await ok(reviewer.get<OrganisationCase>(organisation));
    const documentIds = [await person.upload('id_card_front'), await person.upload('id_card_back')];
    const mandate = [await person.upload('business_licence'), await person.upload('authorisation')];
    const { licenceNumber, fileNumber } = identity.licence!;
    const { realName: name, idNumber } = identity;
    const phone = newcomer().phone;
    const code = WRONG_CODE;
    const challenges = { challengeId: 'chl_1', oldChallengeId: 'chl_2', oldCode: '654321' };
    const reason = 'As the papers show';
    sent = {
      'documents.upload': () => person.api.post('/v1/me/documents', evidence()),
      'identity.submit': () =>
        person.api.post('/v1/me/identity-verification', { name, idNumber, documentIds }),
      'licence.claim': () => person.api.post('/v1/me/licence', { licenceNumber, fileNumber }),
      'organisation-review.decide': () =>
        reviewer.post(`${organisation}/decision`, { decision: 'approve' }, { ifMatch: asked.etag }),
      'organisation.request': () =>
        person.api.post('/v1/me/organisations', {
          ...{ organisationCode, name: '杭州某某商贸有限公司', documentIds: mandate },
        }),
      'phone.change': () =>
        person.api.post('/v1/me/phone', { phone, code: '123456', ...challenges }),
      'phone.set': () => officer.post(`/v1/desk/accounts/${accountId}/phone`, { phone, reason }),
      'roles.set': () =>
        admin.post(`/v1/accounts/${accountId}/roles`, { roles: ['citizen', 'officer'] }),
      'second-factor.confirm': () => person.api.post('/v1/me/second-factor/confirmation', { code }),
      'second-factor.enrol': () => person.api.post('/v1/me/second-factor'),
      'second-factor.remove': () => person.api.call('DELETE', '/v1/me/second-factor', { code }),
      'second-factor.reset': () =>
        admin.call('DELETE', `/v1/accounts/${accountId}/second-factor`, { reason }),
      'verification.decide': () =>
        reviewer.post(`${verification}/decision`, { decision: 'approve' }, { ifMatch: etag }),
    };
    await mark(accountId);
    await mark(applicant.accountId);
  });

  it.each(['documents.upload', ...WRITING])('§1.closing.order: %s is refused', async (type) => {
    await refused(sent[type]!(), 409, 'ACCOUNT_CLOSING');
  });

  it('§1.closing.order: and nothing of it has changed', async () => {
    const { accountId } = person;
    await inDatabases(async (of) => {
      const one = (name: string) =>
        of('identity').collection<Row>(name).findOne({ _id: accountId });
      expect(await one('secondFactors')).toBeNull();
      expect(await one('verifications')).toMatchObject({ status: 'submitted' });
      expect(await one('accounts')).toMatchObject({ roles: ['citizen'] });
    });
  });
});

describe('given an upload, a submission and a second factor whose bodies are on their way', () => {
  it('§1.closing.race: when the account is closed meanwhile, then all are refused, and nothing of its person is left', async () => {
    const person = await Citizen.logIn(api(), newcomer());
    const { realName: name, idNumber } = person.identity;
    const documentIds = [await person.upload('id_card_front'), await person.upload('id_card_back')];
    const { accessToken } = await ok(logInByPhone(person.identity.phone));
    const body = { name, idNumber, documentIds };
    const upload = await sentInPart(accessToken, '/v1/me/documents', evidence());
    const submission = await sentInPart(accessToken, '/v1/me/identity-verification', body);
    const factor = await sentInPart(accessToken, '/v1/me/second-factor', {});
    await ok(person.api.delete('/v1/me'));
    for (const { go } of [upload, submission, factor]) expect([401, 409]).toContain(await go());
    const { accountId } = person;
    await eventually(() =>
      inDatabases(async (of) => {
        const left = await Promise.all(
          ['documents', 'verifications', 'secondFactors'].map((name) =>
            of('identity')
              .collection<Row>(name)
              .countDocuments({ $or: [{ _id: accountId }, { accountId }] }),
          ),
        );
        if (left.some((count) => count > 0)) throw new Error(`left: ${left.join()}`);
        return true;
      }),
    );
  });
});

import {
  addDays,
  shanghaiDay,
  type AuditEntry,
  type HandlingOptions,
  type Page,
} from '@demerit/contracts';
import table from '../own-cases.json';
import {
  domainNow,
  newCarOf,
  newcomer,
  newViolationOf,
  ok,
  refused,
  soldTo,
  staff,
  type Answer,
} from '../support';
import type { Notice } from './office';
import {
  ofVehicles,
  post,
  put,
  REASON,
  REJECTED,
  triesOfCases,
  type Kind,
  type Sent,
  type Tries,
} from './tries';
import { ownThings, type OwnThings } from './things';

jest.setTimeout(120_000);

const CELLS = Object.entries(table).flatMap(([route, { refused: kinds }]) =>
  kinds.map((kind): [string, Kind] => [route, kind as Kind]),
);

/** Of people and their licences. */
function triesOfPeople(own: OwnThings): Tries {
  const { self, licenceId, other } = own;
  const { accountId, identity } = self;
  const { realName: name, idNumber, licence } = identity;
  const papersSeen = ['id_card', 'driving_licence'];
  const identityOf = (id: string) =>
    post(`/review/identity-verifications/${id}/decision`, REJECTED);
  const organisation = (id: string) => post(`/review/organisations/${id}/decision`, REJECTED);
  const otherNumber = other.identity.idNumber;
  return {
    'POST /v1/accounts/{accountId}/roles': {
      person: [post(`/accounts/${accountId}/roles`, { roles: ['citizen', 'admin'] })],
    },
    'DELETE /v1/accounts/{accountId}/sessions': {
      person: [['DELETE', `/v1/accounts/${accountId}/sessions`, REASON]],
    },
    'DELETE /v1/accounts/{accountId}/sessions/{sessionId}': {
      person: [['DELETE', `/v1/accounts/${accountId}/sessions/ses_none`, REASON]],
    },
    'DELETE /v1/accounts/{accountId}/second-factor': {
      person: [['DELETE', `/v1/accounts/${accountId}/second-factor`, REASON]],
    },
    'POST /v1/desk/accounts/{accountId}/phone': {
      person: [post(`/desk/accounts/${accountId}/phone`, { phone: newcomer().phone, ...REASON })],
    },
    'POST /v1/desk/persons': {
      person: [post('/desk/persons', { name, idNumber, ...licence, papersSeen })],
    },
    'DELETE /v1/desk/binding-bars/{accountId}': {
      person: [['DELETE', `/v1/desk/binding-bars/${accountId}`, REASON]],
    },
    'POST /v1/review/identity-verifications/{accountId}/decision': {
      person: [identityOf(accountId), identityOf(own.accountOfNumber)],
    },
    'POST /v1/review/organisations/{organisationId}/decision': {
      person: [organisation(own.organisationRequests.own)],
      delegated: [organisation(own.organisationRequests.others)],
    },
    'POST /v1/licences/{licenceId}/education': {
      licence: [post(`/licences/${licenceId}/education`, { studyDays: 1 })],
    },
    'PUT /v1/registry/licences': {
      person: [put('licences', { ...newcomer().registry, idNumber })],
      licence: [put('licences', { ...self.registry, idNumber: otherNumber })],
    },
  };
}

/** Of vehicles, and of what happened with them. */
function triesOfVehicles(own: OwnThings): Tries {
  const { licenceId, otherLicenceId, notice, otherNotice, handling, differences } = own;
  const dispute = { ground: 'plate_misread', statement: 'It ends in 3', documentIds: [] };
  const atDesk = ({ violationId }: Notice, of: string) =>
    post('/desk/disputes', { violationId, licenceId: of, ...dispute });
  const atWindow = ({ violationId }: Notice, of: string) =>
    post('/window/acceptances', { violationId, licenceId: of, iWasTheDriver: true });
  const revoked = ({ decision: { decisionNumber } }: OwnThings['handling']) =>
    post(`/decisions/${decisionNumber}/revocation`, { ...REASON, then: 'reopen' });
  const cleared = (id: string) =>
    post(`/review/reconciliation/${id}/decision`, { decision: 'done', ...REASON });
  const answered = ({ disputeId }: OwnThings['dispute']) =>
    post(`/review/disputes/${disputeId}/decision`, { decision: 'eliminate', ...REASON });
  const reviewed = (id: string) =>
    post(`/review/key-review-targets/${id}/decision`, { decision: 'release', ...REASON });
  const asked = (id: string) => post(`/review/bindings/${id}/decision`, REJECTED);
  const mended = ({ noticeNumber }: Notice, method: 'PATCH' | 'DELETE', body: object): Sent => [
    method,
    `/v1/registry/violations/${noticeNumber}`,
    { ...body, ...REASON },
  ];
  const corrected = (of: Notice) => mended(of, 'PATCH', { place: '体育场路' });
  const cancelled = (of: Notice) => mended(of, 'DELETE', {});
  return {
    'POST /v1/decisions/{decisionNumber}/revocation': {
      handling: [revoked(handling)],
      ...ofVehicles(own, (of) => revoked(of.handling)),
    },
    'POST /v1/desk/disputes': {
      licence: [atDesk(otherNotice, licenceId)],
      handling: [atDesk(notice, otherLicenceId)],
      ...ofVehicles(own, (of) => atDesk(of.notice, otherLicenceId)),
    },
    'POST /v1/window/acceptances': {
      licence: [atWindow(otherNotice, licenceId)],
      handling: [atWindow(notice, otherLicenceId)],
      ...ofVehicles(own, (of) => atWindow(of.notice, otherLicenceId)),
    },
    'DELETE /v1/registry/violations/{noticeNumber}': {
      handling: [cancelled(notice)],
      ...ofVehicles(own, (of) => cancelled(of.notice)),
    },
    'PATCH /v1/registry/violations/{noticeNumber}': {
      handling: [corrected(notice)],
      ...ofVehicles(own, (of) => corrected(of.notice)),
    },
    'POST /v1/review/bindings/{bindingId}/decision': {
      person: [asked(own.ownRequest.bindingId)],
      ...ofVehicles(own, (of) => asked(of.bindingId)),
    },
    'POST /v1/review/disputes/{disputeId}/decision': {
      dispute: [answered(own.dispute)],
      ...ofVehicles(own, (of) => answered(of.dispute)),
    },
    'POST /v1/review/key-review-targets/{targetId}/decision': {
      licence: [reviewed(own.targetId)],
      ...ofVehicles(own, (of) => reviewed(of.targetId)),
    },
    'POST /v1/review/reconciliation/{differenceId}/decision': {
      order: [cleared(differences.order)],
      person: [cleared(differences.payer)],
      ...ofVehicles(own, (of) => cleared(of.differenceId)),
    },
  };
}

/** Of entries that name a vehicle; each is a line of an import as well. */
function triesOfRegisters(own: OwnThings, today: string): Tries {
  const { self, other, unclaimed, notice } = own;
  const { violationId: _, ...entered } = notice;
  const { licenceNumber } = self.registry;
  const otherNumber = other.identity.licence?.licenceNumber ?? '';
  const opening = (of: string, slots: object[]) =>
    put('opening-balances', {
      ...{ licenceNumber: of, points: 1, slots },
      ...{ asOf: today, source: '旧系统' },
    });
  const violation = (entry: object) => post('/registry/violations', entry);
  const study = { certificate: `own-${licenceNumber}`, kind: 'online', licenceNumber };
  return {
    'PUT /v1/registry/opening-balances': {
      licence: [opening(licenceNumber, [])],
      // Into a balance, and out of the one that stands, which names all three.
      ...ofVehicles(
        own,
        ({ car: { plateType, plateNumber } }) => opening(otherNumber, [{ plateType, plateNumber }]),
        () => opening(unclaimed.licenceNumber, []),
      ),
    },
    'PUT /v1/registry/study-certificates': {
      licence: [put('study-certificates', { ...study, completedOn: addDays(today, -1) })],
    },
    'PUT /v1/registry/vehicles': {
      person: [put('vehicles', newCarOf(self.identity))],
      ...ofVehicles(own, ({ car }) => put('vehicles', soldTo(car, other))),
    },
    'POST /v1/registry/violations': {
      handling: [violation(entered)],
      ...ofVehicles(own, ({ car }) => violation(newViolationOf(car))),
    },
  };
}

describe('given a member of staff with all roles, who is a driver with a car, an organisation and a car that they use', () => {
  let own: OwnThings;
  let tries: Tries;

  beforeAll(async () => {
    own = await ownThings();
    const today = shanghaiDay(await domainNow());
    tries = {
      ...triesOfPeople(own),
      ...triesOfCases(own),
      ...triesOfVehicles(own),
      ...triesOfRegisters(own, today),
    };
  });

  const send = ([method, path, body]: Sent, headers = {}): Promise<Answer<unknown>> =>
    own.self.api.call(method, path, body, { headers });

  it.each(CELLS)(
    '§1.own-case.refused: when %s is about what is theirs (%s), then somebody else has to decide it',
    async (route, kind) => {
      const sents = tries[route]?.[kind] ?? [];
      expect(sents).not.toEqual([]);
      for (const sent of sents) {
        const { nextStep } = await refused(send(sent), 403, 'OWN_CASE');
        expect(nextStep).toMatch(/^Somebody else has to decide this/);
        const [method, path] = sent;
        if (!/^\/v1\/registry\/[a-z-]+$/.test(path)) continue;
        const answer = await send(sent, { 'content-type': 'application/x-ndjson' });
        expect({ method, path, body: answer.body }).toEqual({
          ...{ method, path },
          body: { accepted: 0, rejected: [{ line: 1, code: 'OWN_CASE' }] },
        });
      }
    },
  );

  it('§1.own-case.read: when they read it, then they may, and the options say that the window is not theirs to open', async () => {
    const { self, licenceId, owned, otherLicenceId } = own;
    const item = await self.api.get(`/v1/review/identity-verifications/${self.accountId}`);
    const paths = [
      `/v1/desk/licences/${licenceId}`,
      `/v1/review/bindings/${own.ownRequest.bindingId}`,
      `/v1/review/disputes/${own.dispute.disputeId}`,
      `/v1/registry/violations/${owned.notice.noticeNumber}`,
      `/v1/sanction-cases/${own.sanctionCase.caseId}`,
      `/v1/review/reconciliation/${own.differences.order}`,
    ];
    expect(item.status).toBe(200);
    for (const path of paths)
      expect([path, (await self.api.get(path)).status]).toEqual([path, 200]);
    const query = `violationId=${owned.notice.violationId}&licenceId=${otherLicenceId}`;
    const { methods } = await ok(
      self.api.get<HandlingOptions>(`/v1/window/handling-options?${query}`),
    );
    expect(methods.find(({ method }) => method === 'window')).toMatchObject({
      available: false,
      code: 'OWN_CASE',
    });
  });

  it('§1.own-case.refused: then nothing of it was done', async () => {
    const admin = await staff('admin');
    const path = `/v1/audit?actor=${own.self.accountId}&limit=100`;
    const { items } = await ok(admin.get<Page<AuditEntry>>(path));
    const acts = new Set(items.map(({ act }) => act));
    expect([...acts].filter((act) => !/\.(open|read|look-up)$/.test(act))).toEqual([]);
  });
});

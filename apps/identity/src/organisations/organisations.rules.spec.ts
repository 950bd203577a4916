import type { DocumentKind } from '@demerit/contracts';
import {
  checkRequest,
  decide,
  decided,
  formerKey,
  left,
  MOVES,
  withSubmission,
  type OrganisationRequest,
} from './organisations.rules';
import type { OrganisationDocument } from './organisations.types';

const NOW = new Date('2026-03-02T04:00:00Z');
const BOTH: { kind: DocumentKind }[] = [{ kind: 'business_licence' }, { kind: 'authorisation' }];

function anOrganisation(changes: Partial<OrganisationDocument> = {}): OrganisationDocument {
  return {
    _id: 'org_1',
    accountId: 'acc_1',
    ownerKey: 'person_9',
    organisationCode: 'k1.aa.bb.cc',
    name: 'k1.aa.bb.cc',
    status: 'submitted',
    documentIds: ['doc_1', 'doc_2'],
    submittedAt: NOW,
    day: '2026-03-02',
    ofDay: 1,
    version: 1,
    ...changes,
  };
}

const request: OrganisationRequest = {
  identityStatus: 'verified',
  organisationCode: '91330106673959654P',
  before: undefined,
  all: [],
  documents: BOTH,
  realNow: NOW,
};

const refused = (changes: Partial<OrganisationRequest>) =>
  checkRequest({ ...request, ...changes })?.refusal;

describe('A request to act for an organisation', () => {
  it('§2.organisation.request: is a verified person’s, with a right code and both papers', () => {
    expect(refused({})).toBeUndefined();
    for (const identityStatus of ['unsubmitted', 'submitted', 'rejected'] as const)
      expect(refused({ identityStatus })?.code).toBe('IDENTITY_NOT_VERIFIED');
    expect(refused({ organisationCode: '91330106673959654Q' })?.code).toBe(
      'ORGANISATION_CODE_INVALID',
    );
    expect(refused({ organisationCode: '11010519491231002X' })?.code).toBe(
      'ORGANISATION_CODE_INVALID',
    );
    const { code, detail } = refused({ documents: [{ kind: 'business_licence' }] })!;
    expect(code).toBe('DOCUMENTS_REQUIRED');
    expect(detail?.en).toBe('Missing: the letter of authorisation (authorisation).');
    expect(refused({ documents: [{ kind: 'evidence' }] })?.detail?.en).toBe(
      'Missing: the business licence (business_licence), the letter of authorisation (authorisation).',
    );
  });

  it.each([
    ['submitted', 'ORGANISATION_EXISTS'],
    ['approved', 'ORGANISATION_EXISTS'],
    ['rejected', undefined],
    ['left', undefined],
    ['removed', undefined],
  ] as const)('§2.organisation.request: where one is %s: %s', (status, code) => {
    const before = anOrganisation({ status });
    expect(refused({ before, all: [before] })?.code).toBe(code);
  });

  it('§2.organisation.limits: five a day over all organisations, then the next day', () => {
    const status = 'left';
    const all = [anOrganisation({ status, ofDay: 2 }), anOrganisation({ status, ofDay: 3 })];
    expect(refused({ all: [all[0]!, { ...all[1]!, ofDay: 2 }] })).toBeUndefined();
    expect(refused({ all })).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterSeconds: 12 * 3_600,
    });
    expect(refused({ all, realNow: new Date('2026-03-02T16:00:00Z') })).toBeUndefined();
    expect(withSubmission(undefined, NOW)).toEqual({ day: '2026-03-02', ofDay: 1 });
    expect(withSubmission(all[1], NOW)).toEqual({ day: '2026-03-02', ofDay: 4 });
    const nextDay = new Date('2026-03-03T04:00:00Z');
    expect(withSubmission(all[1], nextDay)).toEqual({ day: '2026-03-03', ofDay: 1 });
  });

  it('§2.organisation.limits: an account acts, or asks to act, for twenty', () => {
    const before = { day: '2026-03-01' };
    const many = Array.from({ length: 20 }, (_, n) =>
      anOrganisation({ ...before, status: n % 2 === 0 ? 'approved' : 'submitted' }),
    );
    const refusal = refused({ all: many });
    expect(refusal?.code).toBe('ORGANISATION_LIMIT_REACHED');
    expect(refusal?.detail?.en).toBe('An account acts for at most 20.');
    const [first, ...others] = many;
    expect(refused({ all: [{ ...first!, status: 'removed' }, ...others] })).toBeUndefined();
  });
});

describe('What becomes of a request', () => {
  it('§2.organisation.review: moves only so', () => {
    expect(MOVES).toEqual({
      submitted: ['approved', 'rejected', 'left'],
      approved: ['removed', 'left'],
      rejected: ['submitted'],
      left: ['submitted'],
      removed: ['submitted'],
    });
  });

  it.each([
    ['submitted', 'approve', 'approved'],
    ['submitted', 'reject', 'rejected'],
    ['approved', 'reject', 'removed'],
  ] as const)('§2.organisation.review: %s, by %s, is %s', (status, decision, after) => {
    expect(decide({ status }, decision, 0)).toBe(after);
  });

  it.each([
    ['approved', 'approve'],
    ['rejected', 'approve'],
    ['rejected', 'reject'],
    ['left', 'approve'],
    ['removed', 'reject'],
  ] as const)('§2.organisation.review: what is %s does not take %s', (status, decision) => {
    expect(decide({ status }, decision, 0)).toMatchObject({ code: 'DECISION_NOT_POSSIBLE' });
  });

  it('§2.organisation.limits: fifty act for one, and no more', () => {
    const status = 'submitted';
    expect(decide({ status }, 'approve', 49)).toBe('approved');
    expect(decide({ status }, 'approve', 50)).toMatchObject({
      refusal: {
        code: 'ORGANISATION_LIMIT_REACHED',
        detail: { en: 'At most 50 act for one organisation.' },
      },
    });
    expect(decide({ status }, 'reject', 50)).toBe('rejected');
  });

  it('§2.organisation.review: keeps the reason where it did not go well', () => {
    const before = anOrganisation();
    const approved = { ...before, status: 'approved', decidedAt: NOW };
    expect(decided(before, 'approved', 'seen', NOW)).toEqual(approved);
    expect(decided(before, 'rejected', 'unreadable', NOW)).toEqual({
      ...approved,
      status: 'rejected',
      rejectedReason: 'unreadable',
    });
    expect(decided(before, 'removed', undefined, NOW)).not.toHaveProperty('rejectedReason');
  });

  it('§2.organisation.leave: is left while it is asked for or approved', () => {
    for (const status of ['submitted', 'approved'] as const)
      expect(left(anOrganisation({ status }), NOW)).toMatchObject({ status: 'left' });
    for (const status of ['rejected', 'left', 'removed'] as const)
      expect(left(anOrganisation({ status }), NOW)).toBeUndefined();
  });

  it('§1.own-case.formerly: until when somebody acted is kept, whoever ended it', () => {
    const [acts, asks] = [anOrganisation({ status: 'approved' }), anOrganisation()];
    expect(left(acts, NOW)).toEqual({ ...acts, status: 'left', actedUntil: NOW });
    expect(left(asks, NOW)).toEqual({ ...asks, status: 'left' });
    expect(decided(acts, 'removed', 'gone', NOW)).toMatchObject({ actedUntil: NOW });
    expect(decided(asks, 'rejected', 'unreadable', NOW)).not.toHaveProperty('actedUntil');
    const again = { ...asks, actedUntil: NOW };
    expect(decided(again, 'approved', undefined, NOW)).toMatchObject({ actedUntil: NOW });
    expect(formerKey(again)).toEqual([{ key: again.ownerKey, until: NOW }]);
    expect(formerKey(asks)).toEqual([]);
  });
});

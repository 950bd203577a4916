import { DISPUTE_GROUNDS, Policy, Refusal, VIOLATION_STATUSES } from '@demerit/contracts';
import { aViolation, stored } from '../../test/given';
import type { ViolationDocument } from '../register/violations.types';
import {
  concernedBy,
  decideDispute,
  DISPUTE_MOVES,
  disputeAsSeen,
  disputerOf,
  isTheirDispute,
  maySeeDispute,
  openDispute,
  refuseAtDesk,
  refuseDispute,
  reviewItem,
  withdrawDispute,
  type Disputed,
  type Disputing,
} from './disputes.rules';

const NOW = new Date('2026-03-10T04:00:00.000Z');
const DUE_AT = new Date('2026-04-09T04:00:00.000Z');

function disputing(change: Partial<Disputing> = {}): Disputing {
  return {
    accountId: 'acc_1',
    wasMade: false,
    access: {
      vehicle: {
        vehicleId: 'veh_1',
        plateNumber: '浙A8K2M6',
        plateType: 'small',
        commercial: false,
        bindable: true,
        registeredOn: '2021-01-01',
        ownerKey: 'person_2',
      },
      relation: 'bound',
    },
    uploaded: [{ documentId: 'doc_1', kind: 'evidence' }],
    body: { ground: 'plate_misread', statement: 'It ends in 8', documentIds: ['doc_1'] },
    ...change,
  };
}

function opening(
  from: Partial<ViolationDocument> = {},
  change: Partial<Disputing> = {},
): Disputed | Refusal {
  return openDispute('dsp_1', aViolation(from), disputing(change), new Policy(), NOW);
}

function opened(change: Partial<Disputing> = {}): Disputed {
  const outcome = opening({}, change);
  if (outcome instanceof Refusal) throw outcome;
  return asStored(outcome);
}

function asStored({ dispute, violation: after }: Disputed): Disputed {
  return { dispute: stored(dispute), violation: stored(after) };
}

function answered(
  decision: 'eliminate' | 'uphold',
  { before = opened(), ...rest }: { before?: Disputed; ifMatch?: string | undefined } = {},
): Disputed | Refusal {
  const body = { decision, reason: 'The picture shows another plate' };
  return decideDispute(before, { by: 'acc_9', ifMatch: '"1"', ...rest, body }, NOW);
}

describe('a dispute that an officer takes', () => {
  const { access } = disputing();
  const of = (bindable: boolean) => ({ vehicle: { ...access.vehicle!, bindable } });

  it('§3.dispute.desk: is one of a vehicle that nobody can bind', () => {
    expect(refuseAtDesk(of(false))).toBeUndefined();
    expect(refuseAtDesk(of(true))?.refusal).toMatchObject({
      code: 'DISPUTE_NOT_AT_DESK',
      reason: 'bindable',
    });
    expect(refuseAtDesk({ vehicle: null })?.refusal).toMatchObject({
      code: 'DISPUTE_NOT_AT_DESK',
      reason: 'not_registered',
      detail: { en: expect.stringMatching(/plate/) as string },
    });
  });
});

describe('opening a dispute', () => {
  it('§3.dispute.due: given a published violation, it is disputed and an answer is due in 30 days', () => {
    const { dispute, violation: after } = opening() as Disputed;
    expect(dispute).toMatchObject({ status: 'open', dueAt: DUE_AT, ownVehicle: false, version: 0 });
    expect(after).toMatchObject({ status: 'disputed', version: 1 });
    expect(disputeAsSeen(dispute)).toMatchObject({
      disputeId: 'dsp_1',
      ground: 'plate_misread',
      documentIds: ['doc_1'],
      dueAt: DUE_AT.toISOString(),
      timeline: [{ at: NOW.toISOString(), what: 'submitted' }],
    });
  });

  it('keeps whether the vehicle is the disputer’s own', () => {
    const access = { ...disputing().access, relation: 'owner' as const };
    expect(opened({ access }).dispute).toMatchObject({
      ownVehicle: true,
      ownerKey: 'person_2',
    });
  });

  it('the days to answer are a policy', () => {
    const policy = { disputeAnswerDays: 10 };
    const outcome = openDispute('dsp_1', aViolation(), disputing(), policy, NOW);
    expect((outcome as Disputed).dispute.dueAt.toISOString()).toBe('2026-03-20T04:00:00.000Z');
  });

  it.each(VIOLATION_STATUSES.filter((status) => status !== 'published'))(
    '§3.dispute.published: given a violation that is %s, it is refused by name',
    (status) => {
      expect(opening({ status })).toMatchObject({ code: 'VIOLATION_NOT_OPEN' });
      const reader = { accountId: 'acc_1', relation: 'owner' } as const;
      expect(refuseDispute({ status }, true, reader)?.code).toBe('VIOLATION_NOT_OPEN');
    },
  );

  it.each(DISPUTE_GROUNDS)('the ground %s is kept as it was given', (ground) => {
    const body = { ground, statement: 'x', documentIds: [] };
    expect(opened({ body, uploaded: [] }).dispute.ground).toBe(ground);
  });

  it('evidence needs no documents, but those named must be one’s own and of the kind officers read', () => {
    expect(opening({}, { uploaded: [] })).toMatchObject({ code: 'DOCUMENTS_REQUIRED' });
    const card = [{ documentId: 'doc_1', kind: 'id_card_front' as const }];
    expect(opening({}, { uploaded: card })).toMatchObject({ code: 'DOCUMENTS_REQUIRED' });
    const both = { ...disputing().body, documentIds: ['doc_1', 'doc_2'] };
    const second = { documentId: 'doc_2', kind: 'evidence' as const };
    expect(opening({}, { body: both })).toMatchObject({ code: 'DOCUMENTS_REQUIRED' });
    const uploaded = [...disputing().uploaded, second];
    expect(opened({ body: both, uploaded }).dispute.documentIds).toEqual(['doc_1', 'doc_2']);
    const body = { ...disputing().body, documentIds: [] };
    expect(opened({ body, uploaded: [] }).dispute.documentIds).toEqual([]);
  });
});

describe('a dispute of one’s own', () => {
  it('§3.dispute.once: is made once, whatever came of it', () => {
    expect(opening({}, { wasMade: true })).toMatchObject({ code: 'DISPUTE_ALREADY_MADE' });
  });

  it('§3.dispute.once: is whose car it was where a delegate makes it, and their own where they have bound it', () => {
    const { vehicle } = disputing().access;
    const of = (relation: 'owner' | 'delegate' | 'bound' | 'none') => {
      const access = { vehicle, relation };
      expect(opened({ access }).dispute.forOrganisation).toBe(relation === 'delegate');
      return disputerOf('acc_1', access);
    };
    expect(of('delegate')).toEqual({ accountId: 'acc_1', organisationKey: 'person_2' });
    for (const relation of ['owner', 'bound', 'none'] as const)
      expect(of(relation)).toEqual({ accountId: 'acc_1' });
    expect(disputerOf('acc_1', { vehicle: null, relation: 'delegate' })).toEqual({
      accountId: 'acc_1',
    });
    const again = (relation: 'delegate' | 'bound') =>
      refuseDispute(aViolation(), true, { accountId: 'acc_1', relation })?.refusal;
    expect(again('bound')).toEqual({ code: 'DISPUTE_ALREADY_MADE' });
    expect(again('delegate')).toMatchObject({
      code: 'DISPUTE_ALREADY_MADE',
      title: { en: expect.stringMatching(/^The organisation/) as string },
    });
  });

  it('§3.dispute.organisation: is of whoever acts for the organisation now, where it was made for one', () => {
    const access = { ...disputing().access, relation: 'delegate' as const };
    const made = opened({ access }).dispute;
    const whose = (accountId: string, ...organisationKeys: string[]) =>
      isTheirDispute(made, { accountId, organisationKeys });
    expect(whose('acc_3', 'person_9', 'person_2')).toBe(true);
    expect(whose('acc_1')).toBe(false);
    expect(whose('acc_1', 'person_9')).toBe(false);
    const { forOrganisation: _, ...before } = made;
    for (const own of [opened().dispute, before]) {
      expect(isTheirDispute(own, { accountId: 'acc_1', organisationKeys: [] })).toBe(true);
      expect(isTheirDispute(own, { accountId: 'acc_3', organisationKeys: ['person_2'] })).toBe(
        false,
      );
    }
  });

  it('§3.dispute.withdrawn: is taken back while it is open, and the violation is published again', () => {
    const { dispute, violation: after } = withdrawDispute(opened(), NOW) as Disputed;
    expect(dispute).toMatchObject({
      status: 'withdrawn',
      timeline: [{ what: 'submitted' }, { at: NOW.toISOString(), what: 'withdrawn' }],
    });
    expect(after.status).toBe('published');
    expect(withdrawDispute({ dispute, violation: after }, NOW)).toMatchObject({
      refusal: { code: 'DECISION_NOT_POSSIBLE', reason: 'withdrawn' },
    });
  });

  it('§3.dispute.withdrawn: is not taken back once it was answered, nor answered once it was taken back', () => {
    const upheld = asStored(answered('uphold') as Disputed);
    expect(withdrawDispute(upheld, NOW)).toMatchObject({ code: 'DECISION_NOT_POSSIBLE' });
    const withdrawn = asStored(withdrawDispute(opened(), NOW) as Disputed);
    expect(answered('uphold', { before: withdrawn, ifMatch: '"2"' })).toMatchObject({
      code: 'DECISION_NOT_POSSIBLE',
    });
  });

  it('§3.dispute.owner: is seen by its author and the owner of the car, and by nobody else', () => {
    const { dispute } = opened();
    const sees = (accountId: string, relation: 'owner' | 'bound' | 'none') =>
      maySeeDispute(dispute, { accountId, organisationKeys: [] }, { relation });
    expect(sees('acc_1', 'bound')).toBe(true);
    expect(sees('acc_1', 'none')).toBe(true);
    expect(sees('acc_2', 'owner')).toBe(true);
    expect(sees('acc_3', 'bound')).toBe(false);
    expect(sees('acc_3', 'none')).toBe(false);
  });

  it('§2.organisation.acts: is seen by whoever acts for the owner, whether they have bound the car or not', () => {
    const { dispute } = opened();
    const reader = { accountId: 'acc_3', organisationKeys: [] };
    for (const relation of ['delegate', 'bound'] as const)
      expect(maySeeDispute(dispute, reader, { relation, actsForOwner: true })).toBe(true);
  });

  it('§3.dispute.owner: concerns whoever owned the car then as the register says it now, though it says other than when it was made', () => {
    const { dispute } = opened();
    const author = { personKey: 'person_1' };
    const before = { vehicleId: 'veh_1', accountId: 'acc_1', ownVehicle: false };
    expect(concernedBy(dispute, null, author)).toEqual({ ...before, ownerKey: 'person_2' });
    const sold = { vehicleId: 'veh_2', ownerKey: 'person_3' };
    const users = { userAccountIds: ['acc_3'] };
    expect(concernedBy(dispute, { ...sold, ...users }, author)).toEqual({ ...before, ...sold });
    const own = { vehicleId: 'veh_1', ownerKey: 'person_1' };
    expect(concernedBy(dispute, { ...own, ...users }, author)).toEqual({
      ...before,
      ...own,
      ownVehicle: true,
    });
  });
});

describe('an officer’s answer', () => {
  it('§3.dispute.eliminated: eliminates the violation, with reasons in writing', () => {
    const { dispute, violation: after } = answered('eliminate') as Disputed;
    expect(after.status).toBe('eliminated');
    expect(disputeAsSeen(dispute)).toMatchObject({
      status: 'eliminated',
      decidedAt: NOW.toISOString(),
      reason: 'The picture shows another plate',
    });
    expect(disputeAsSeen(dispute)).not.toHaveProperty('by');
  });

  it('or upholds it, and it is published again, to be accepted or disputed anew', () => {
    const { dispute, violation: after } = answered('uphold') as Disputed;
    expect(dispute).toMatchObject({ status: 'upheld', version: 1 });
    expect(after).toMatchObject({ status: 'published', version: 2 });
    expect(refuseDispute(after, false, { accountId: 'acc_1', relation: 'owner' })).toBeUndefined();
  });

  it('needs the etag of what was read, and is given once', () => {
    expect(answered('uphold', { ifMatch: undefined })).toMatchObject({
      code: 'PRECONDITION_REQUIRED',
    });
    const done = asStored(answered('eliminate') as Disputed);
    expect(answered('uphold', { before: done })).toMatchObject({ code: 'PRECONDITION_FAILED' });
    expect(answered('uphold', { before: done, ifMatch: '"2"' })).toMatchObject({
      code: 'DECISION_NOT_POSSIBLE',
    });
  });

  it('the moves of the table are all there are, and an answer is final', () => {
    expect(DISPUTE_MOVES).toEqual({
      open: ['upheld', 'eliminated', 'withdrawn'],
      upheld: [],
      eliminated: [],
      withdrawn: [],
    });
  });
});

describe('the officers’ queue', () => {
  it('§3.dispute.queue: shows the violation with its evidence beside the dispute, and what is overdue', () => {
    const item = reviewItem(opened(), DUE_AT);
    expect(item).toMatchObject({
      noticeNumber: '3301107902100037',
      evidenceIds: ['doc_9'],
      statement: 'It ends in 8',
      isOverdue: false,
      etag: '"1"',
    });
    expect(reviewItem(opened(), new Date(DUE_AT.getTime() + 1)).isOverdue).toBe(true);
    expect(reviewItem(answered('uphold') as Disputed, new Date('2027-01-01')).isOverdue).toBe(
      false,
    );
  });
});

import {
  accepted,
  ownCase,
  Policy,
  refuse,
  type Caller,
  type DecideDispute,
  type Dispute,
  type DisputeDecided,
  type DisputeOf,
  type DisputeReviewItem,
  type Events,
  type EvidenceVisible,
  type ListDisputeReviews,
  type ListOfCaller,
  type Nothing,
  type OpenDispute,
  type Page,
  type Person,
  type Requests,
} from '@demerit/contracts';
import { Idempotency, MessagingClient, Outbox, Transactions } from '@demerit/messaging';
import {
  AccountMarks,
  AuditStore,
  DomainClock,
  newId,
  pageOf,
  pageRequest,
} from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { correctedMeanwhile } from '../register/open.rules';
import { OwnCases } from '../register/own-cases';
import { OwnersThen } from '../register/owners-then';
import { concernedBy as concernedByViolation } from '../register/seeing.rules';
import { ViolationsService } from '../register/violations.service';
import { ViolationsStore } from '../register/violations.store';
import type { ViolationDocument } from '../register/violations.types';
import {
  concernedBy,
  decideDispute,
  disputeAsSeen,
  disputerOf,
  isTheirDispute,
  maySeeDispute,
  openDispute,
  reviewItem,
  withdrawDispute,
  type Disputed,
  type DisputeReader,
  type Disputing,
} from './disputes.rules';
import { DisputesStore } from './disputes.store';
import type { DisputeDocument } from './disputes.types';

const ID = /^dsp_\w+$/;
const TIME = /^\d{1,15}$/;

/** Disputes: opened by whoever may see the violation, answered by an officer. rules.md §3. */
@Injectable()
export class DisputesService {
  constructor(
    private readonly marks: AccountMarks,
    private readonly disputes: DisputesStore,
    private readonly violations: ViolationsStore,
    private readonly inquiry: ViolationsService,
    private readonly owners: OwnersThen,
    private readonly ownCases: OwnCases,
    private readonly audit: AuditStore,
    private readonly client: MessagingClient<Requests>,
    private readonly idempotency: Idempotency,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox<Events>,
    private readonly clock: DomainClock,
    private readonly policy: Policy,
  ) {}

  async open({ caller, idempotency, violationId, body }: OpenDispute): Promise<Dispute> {
    const { accountId } = caller;
    return this.idempotency.runAsking(
      idempotency,
      async () => {
        const [seen, uploaded] = await Promise.all([
          this.inquiry.visible(accountId, violationId),
          this.uploadedOf(accountId, body.documentIds),
        ]);
        return { ...seen, uploaded };
      },
      (session, { violation, ...said }) =>
        this.openIn(session, violation, { accountId, ...said, body }),
    );
  }

  async list({ caller, page }: ListOfCaller): Promise<Page<Dispute>> {
    const request = pageRequest(page, [ID]);
    const { accountId } = caller;
    const [reader, { personKey }, { times }] = await Promise.all([
      this.readerOf(caller),
      this.personOf(caller),
      this.client.ask('vehicle.accessible', { accountId }),
    ]);
    const own = times.filter((time) => time.own);
    const rows = await this.disputes.seenBy({ ...reader, personKey, times: own }, request);
    return pageOf(rows, request, ({ _id }) => [_id], disputeAsSeen);
  }

  async get({ caller, disputeId }: DisputeOf): Promise<Dispute> {
    const { dispute, violation } = await this.found(disputeId);
    const [reader, access] = await Promise.all([
      this.readerOf(caller),
      this.inquiry.accessTo(caller.accountId, violation),
    ]);
    if (!maySeeDispute(dispute, reader, access)) throw refuse('DISPUTE_NOT_FOUND');
    return disputeAsSeen(dispute);
  }

  /** Whose it is alone; the same again changes nothing. */
  async withdraw({ caller, disputeId }: DisputeOf): Promise<Nothing> {
    const [reader, concerned] = await Promise.all([
      this.readerOf(caller),
      this.concerned(disputeId),
    ]);
    await this.transactions.run(async (session) => {
      const before = await this.found(disputeId, session);
      if (!isTheirDispute(before.dispute, reader)) throw refuse('DISPUTE_NOT_FOUND');
      if (before.dispute.status === 'withdrawn') return;
      const now = this.clock.now();
      const { dispute } = await this.save(session, accepted(withdrawDispute(before, now)));
      const payload = eventOf({ ...dispute, ...concerned }, now);
      await this.outbox.add(session, {
        type: 'dispute.withdrawn',
        key: disputeId,
        seq: payload.version,
        payload,
      });
    });
    return {};
  }

  async queue({ status = 'open', page }: ListDisputeReviews): Promise<Page<DisputeReviewItem>> {
    const request = pageRequest(page, [TIME, ID]);
    const rows = await this.disputes.queue(status, request);
    const violations = await this.violations.findAll(rows.map(({ violationId }) => violationId));
    const now = this.clock.now();
    const sortKey = ({ dueAt, _id }: DisputeDocument): string[] => [String(dueAt.getTime()), _id];
    return pageOf(rows, request, sortKey, (dispute) => {
      const violation = violations.get(dispute.violationId);
      if (!violation) throw new Error(`the violation of ${dispute._id} is gone`);
      return reviewItem({ dispute, violation }, now);
    });
  }

  async review({ disputeId }: DisputeOf): Promise<DisputeReviewItem> {
    return reviewItem(await this.found(disputeId), this.clock.now());
  }

  async decide({
    caller,
    idempotency,
    ifMatch,
    disputeId,
    body,
  }: DecideDispute): Promise<DisputeReviewItem> {
    const by = caller.accountId;
    const ask = async () => {
      const { violation } = await this.found(disputeId);
      return Promise.all([this.concerned(disputeId), this.ownCases.actingOn(caller, violation)]);
    };
    return this.idempotency.runAsking(idempotency, ask, async (session, [concerned, acting]) => {
      const before = await this.found(disputeId, session);
      const { accountId, ownerKey } = before.dispute;
      const parties = { accountIds: [accountId], keys: [ownerKey] };
      const ofViolation = concernedByViolation(before.violation, acting.owner);
      accepted(ownCase(acting.self, parties, ...ofViolation));
      const now = this.clock.now();
      const decided = accepted(decideDispute(before, { by, ifMatch, body }, now));
      const after = await this.save(session, decided);
      await this.audit.add(
        {
          actor: by,
          act: 'dispute.decided',
          subject: disputeId,
          reason: body.reason,
          before: { status: before.dispute.status, violation: before.violation.status },
          after: { status: after.dispute.status, violation: after.violation.status },
        },
        session,
      );
      const dispute = { ...after.dispute, ...concerned };
      const payload = { ...eventOf(dispute, now), decision: body.decision };
      await this.outbox.add(session, {
        type: 'dispute.decided',
        key: disputeId,
        seq: payload.version,
        payload,
      });
      return reviewItem(after, now);
    });
  }

  /** An acceptance of the same violation at the same moment collides with this on the violation's version. */
  async openIn(
    session: ClientSession,
    read: ViolationDocument,
    disputing: Omit<Disputing, 'wasMade'>,
  ): Promise<Dispute> {
    const violationId = read._id;
    const violation = await this.violations.find(violationId, session);
    if (violation === null) throw refuse('VIOLATION_NOT_FOUND');
    accepted(correctedMeanwhile(read, violation));
    const now = this.clock.now();
    const disputer = disputerOf(disputing.accountId, disputing.access);
    const wasMade = await this.disputes.wasMade(violationId, disputer, session);
    const asked = { ...disputing, wasMade };
    const opened = accepted(openDispute(newId('dsp'), violation, asked, this.policy, now));
    await this.marks.touchOpen(disputing.accountId, session);
    const { dispute } = await this.save(session, opened);
    const payload = { ...eventOf(dispute, now), dueAt: dispute.dueAt.toISOString() };
    await this.outbox.add(session, {
      type: 'dispute.opened',
      key: dispute._id,
      seq: dispute.version,
      payload,
    });
    return disputeAsSeen(dispute);
  }

  /** Whether the caller sees a violation with this evidence, or made a dispute with it. rules.md §3.inquiry, §3.dispute.evidence. */
  async evidenceVisible({ caller, documentId }: EvidenceVisible): Promise<{ visible: boolean }> {
    const { accountId } = caller;
    const visible =
      (await this.disputes.showEvidence(documentId, accountId)) ||
      (await this.inquiry.showEvidence(documentId, accountId));
    return { visible };
  }

  private async save(session: ClientSession, { dispute, violation }: Disputed): Promise<Disputed> {
    return {
      dispute: await this.disputes.save(dispute, session),
      violation: await this.violations.save(violation, session),
    };
  }

  private async found(disputeId: string, session?: ClientSession): Promise<Disputed> {
    const dispute = await this.disputes.find(disputeId, session);
    if (dispute === null) throw refuse('DISPUTE_NOT_FOUND');
    const violation = await this.violations.find(dispute.violationId, session);
    if (violation === null) throw new Error(`the violation of ${disputeId} is gone`);
    return { dispute, violation };
  }

  /** Asked before the transaction, like all that others know. */
  private async concerned(disputeId: string): Promise<ReturnType<typeof concernedBy>> {
    const { dispute, violation } = await this.found(disputeId);
    const [[owner = null], author] = await Promise.all([
      this.owners.of([violation]),
      this.personOf(dispute),
    ]);
    return concernedBy(dispute, owner, author);
  }

  private async readerOf({ accountId }: Caller): Promise<DisputeReader> {
    const { delegations } = await this.client.ask('person.delegations', { accountId });
    return { accountId, organisationKeys: delegations.map(({ ownerKey }) => ownerKey) };
  }

  private personOf({ accountId }: Pick<Caller, 'accountId'>): Promise<Person> {
    return this.client.ask('person.get', { accountId });
  }

  async uploadedOf(accountId: string, documentIds: string[]): Promise<Disputing['uploaded']> {
    if (documentIds.length === 0) return [];
    const asked = { accountId, documentIds };
    const { documents } = await this.client.ask('documents.check', asked);
    return documents;
  }
}

/** Ground, statement and reasons stay out of events: they are people's words. */
function eventOf(dispute: DisputeDocument, now: Date): Omit<DisputeDecided, 'decision'> {
  const { _id: disputeId, violationId, vehicleId, accountId, ownerKey, ownVehicle } = dispute;
  const who = { accountId, ownerKey, ownVehicle };
  const { version } = dispute;
  return { disputeId, violationId, vehicleId, ...who, at: now.toISOString(), version };
}

import {
  accepted,
  holdersOf,
  ownCase,
  refuse,
  type CancelViolation,
  type CorrectViolation,
  type Events,
  type Language,
  type Nothing,
  type NoticeOf,
  type OwnerThen,
  type RegisteredViolation,
} from '@demerit/contracts';
import { Outbox, ServiceUnavailable, Transactions } from '@demerit/messaging';
import { AuditStore, DomainClock } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { Catalogue } from '../catalogue/catalogue';
import { DisputesStore } from '../disputes/disputes.store';
import { Evidence } from '../register/evidence';
import { OwnCases } from '../register/own-cases';
import { OwnersThen } from '../register/owners-then';
import { concernedBy } from '../register/seeing.rules';
import { ViolationsStore } from '../register/violations.store';
import type { ViolationDocument } from '../register/violations.types';
import {
  cancelViolation,
  changedBy,
  correctViolation,
  isOfAnotherTime,
  replaced,
} from './corrections.rules';
import { registeredView } from './registered.view';

/** How often others correct its time before one who amends it is asked to come again. */
const ATTEMPTS = 10;

/** A registrar mends what was entered wrongly. What vehicles and identity know is asked before the transaction. rules.md §3.correction */
@Injectable()
export class CorrectionsService {
  constructor(
    private readonly violations: ViolationsStore,
    private readonly disputes: DisputesStore,
    private readonly catalogue: Catalogue,
    private readonly evidence: Evidence,
    private readonly owners: OwnersThen,
    private readonly ownCases: OwnCases,
    private readonly audit: AuditStore,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox<Events>,
    private readonly clock: DomainClock,
  ) {}

  async get({ caller, noticeNumber, language }: NoticeOf): Promise<RegisteredViolation> {
    const violation = await this.found(noticeNumber);
    const owner = await this.ownerOf(violation);
    const { accountId: actor } = caller;
    await this.audit.add({ actor, act: 'violation.read', subject: violation._id });
    return this.view(violation, owner, language);
  }

  /** Made of what stands then; what says nothing new changes nothing, and is not told. */
  async correct(command: CorrectViolation): Promise<RegisteredViolation> {
    const { noticeNumber, body, language } = command;
    const ask = async (read: ViolationDocument) => {
      const occurredAt = new Date(body.occurredAt ?? read.occurredAt);
      const [formerOwner, owner, evidence, self] = await Promise.all([
        this.ownerOf(read),
        this.ownerOf({ ...read, occurredAt }),
        this.evidence.existing([body]),
        this.ownCases.selfOf(command.caller),
      ]);
      return { formerOwner, owner, evidence, self };
    };
    return this.amend(noticeNumber, ask, async (session, stored, said) => {
      const { formerOwner, owner, evidence, self } = said;
      accepted(ownCase(self, ...concernedBy(stored, formerOwner), holdersOf(owner)));
      const item = this.catalogue.find(body.code ?? stored.code);
      const now = this.clock.now();
      const facts = { item, evidence, owner, now, realNow: new Date() };
      const next = accepted(correctViolation(stored, body, facts));
      if (next === stored) return this.view(stored, owner, language);
      const saved = await this.save(session, { before: stored, next });
      await this.announce(session, command, { saved, stored, owner, formerOwner });
      return this.view(saved, owner, language);
    });
  }

  async cancel({ caller, noticeNumber, body }: CancelViolation): Promise<Nothing> {
    const ask = (read: ViolationDocument) => this.ownCases.actingOn(caller, read);
    return this.amend(noticeNumber, ask, async (session, stored, { self, owner }) => {
      accepted(ownCase(self, ...concernedBy(stored, owner)));
      const now = this.clock.now();
      const cancelled = accepted(cancelViolation(stored, body, now));
      const { _id, status, version, vehicleId } = await this.violations.save(cancelled, session);
      await this.audit.add(
        {
          actor: caller.accountId,
          act: 'violation.cancelled',
          subject: _id,
          reason: body.reason,
          before: { status: stored.status },
          after: { status },
        },
        session,
      );
      await this.outbox.add(session, {
        type: 'violation.cancelled',
        key: _id,
        seq: version,
        payload: {
          violationId: _id,
          vehicleId: owner?.vehicleId ?? vehicleId,
          ...(owner && { ownerKey: owner.ownerKey }),
          userAccountIds: owner?.userAccountIds ?? [],
          at: now.toISOString(),
          version,
        },
      });
      return {};
    });
  }

  /** What others say is of the time at which it happened: where somebody corrected that meanwhile, they are asked again. */
  private async amend<Said, T>(
    noticeNumber: string,
    ask: (read: ViolationDocument) => Promise<Said>,
    work: (session: ClientSession, stored: ViolationDocument, said: Said) => Promise<T>,
  ): Promise<T> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const read = await this.found(noticeNumber);
      const said = await ask(read);
      const done = await this.transactions.run(
        async (session) => {
          const stored = await this.violations.find(read._id, session);
          if (stored === null) throw new Error(`violation ${read._id} is gone`);
          if (isOfAnotherTime(read, stored)) return undefined;
          return { answer: await work(session, stored, said) };
        },
        { inTurnFor: [noticeNumber] },
      );
      if (done) return done.answer;
    }
    throw new ServiceUnavailable(
      'violations',
      `its time was corrected ${ATTEMPTS} times meanwhile`,
    );
  }

  /** The audit has both sides; whoever saw the violation before and whoever sees it now is told. */
  private async announce(
    session: ClientSession,
    { caller, body }: CorrectViolation,
    {
      saved,
      stored,
      owner,
      formerOwner,
    }: Record<'saved' | 'stored', ViolationDocument> &
      Record<'owner' | 'formerOwner', OwnerThen | null>,
  ): Promise<void> {
    await this.audit.add(
      {
        actor: caller.accountId,
        act: 'violation.corrected',
        subject: saved._id,
        reason: body.reason,
        before: replaced(stored, saved),
        after: replaced(saved, stored),
      },
      session,
    );
    const ownerKey = owner?.ownerKey;
    const formerOwnerKey = formerOwner?.ownerKey;
    const users = [formerOwner, owner].flatMap((one) => one?.userAccountIds ?? []);
    const isMoved = formerOwnerKey !== undefined && formerOwnerKey !== ownerKey;
    await this.outbox.add(session, {
      type: 'violation.corrected',
      key: saved._id,
      seq: saved.version,
      payload: {
        violationId: saved._id,
        vehicleId: owner?.vehicleId ?? saved.vehicleId,
        ...(ownerKey !== undefined && { ownerKey }),
        ...(isMoved && { formerOwnerKey }),
        userAccountIds: [...new Set(users)],
        changed: changedBy(body, stored),
        at: this.clock.now().toISOString(),
        version: saved.version,
      },
    });
  }

  /** Disputes that were answered or taken back are found by the time of what they dispute. */
  private async save(
    session: ClientSession,
    { before, next }: { before: ViolationDocument; next: ViolationDocument },
  ): Promise<ViolationDocument> {
    const { _id, occurredAt } = next;
    if (occurredAt.getTime() !== before.occurredAt.getTime())
      for (const dispute of await this.disputes.ofViolation(_id, session))
        await this.disputes.save({ ...dispute, occurredAt }, session);
    return this.violations.save(next, session);
  }

  /** With those who use the vehicle. */
  private async ownerOf(
    violation: Pick<ViolationDocument, 'vehicleId' | 'occurredAt'>,
  ): Promise<OwnerThen | null> {
    const [owner = null] = await this.owners.of([violation]);
    return owner;
  }

  private async found(noticeNumber: string): Promise<ViolationDocument> {
    const violation = await this.violations.ofNotice(noticeNumber);
    if (violation === null) throw refuse('VIOLATION_NOT_FOUND');
    return violation;
  }

  private view(
    violation: ViolationDocument,
    owner: OwnerThen | null,
    language: Language = 'en',
  ): RegisteredViolation {
    const description = this.catalogue.descriptionOf(violation.code)[language];
    return registeredView(violation, { description, vehicleId: owner?.vehicleId });
  }
}

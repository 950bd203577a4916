import {
  accepted,
  checkDecision,
  checkIfMatch,
  etagOf,
  normalIdNumber,
  refuse,
  type AccountOf,
  type DecideVerification,
  type Events,
  type ListVerifications,
  type Page,
  type SubmitIdentity,
  type VerificationCase,
  type VerificationItem,
} from '@demerit/contracts';
import { Idempotency, Outbox } from '@demerit/messaging';
import { AuditStore, DomainClock, LookupKeys, mask, pageOf, pageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { AccountsStore } from '../accounts/accounts.store';
import { OwnCases } from '../own-cases/own-cases';
import { DocumentsStore } from '../documents/documents.store';
import { checkSubmission, decide, decided, withSubmission } from './verification.rules';
import { VerificationStore } from '../identities/verification.store';
import type { VerificationDocument } from '../identities/verification.types';

const CURSOR = [/^\d{1,15}$/, /^[A-Za-z0-9_-]{1,64}$/];

@Injectable()
export class VerificationService {
  constructor(
    private readonly accounts: AccountsStore,
    private readonly verifications: VerificationStore,
    private readonly ownCases: OwnCases,
    private readonly documents: DocumentsStore,
    private readonly audit: AuditStore,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox<Events>,
    private readonly clock: DomainClock,
    private readonly lookup: LookupKeys,
  ) {}

  async submit(command: SubmitIdentity): Promise<{ status: 'submitted' }> {
    return this.idempotency.run(command.idempotency, async (session) => {
      await this.submitIn(session, command);
      return { status: 'submitted' };
    });
  }

  /** The queue of those to be decided unless another status is asked for; oldest first. */
  async list({ status = 'submitted', page }: ListVerifications): Promise<Page<VerificationItem>> {
    const request = pageRequest(page, CURSOR);
    const rows = await this.verifications.queue(status, request);
    const sortKey = (row: VerificationDocument): string[] => [
      String(row.submittedAt.getTime()),
      row._id,
    ];
    return pageOf(rows, request, sortKey, (row) => this.item(row));
  }

  /** Whole, since a reviewer compares it with the papers; that it was opened is written down before it is told. */
  async get({ caller, accountId }: AccountOf): Promise<VerificationCase> {
    const row = await this.verifications.find(accountId);
    if (!row) throw refuse('VERIFICATION_NOT_FOUND');
    await this.audit.add({
      actor: caller.accountId,
      act: 'verification.open',
      subject: accountId,
    });
    return {
      ...this.item(row),
      name: this.verifications.nameOf(row),
      idNumber: this.verifications.idNumberOf(row),
    };
  }

  async decide(command: DecideVerification): Promise<VerificationItem> {
    accepted(checkDecision(command.body));
    return this.idempotency.run(command.idempotency, (session) => this.decideIn(session, command));
  }

  private async submitIn(
    session: ClientSession,
    { caller: { accountId }, body }: SubmitIdentity,
  ): Promise<void> {
    await this.accounts.touchOpen(accountId, session);
    const before = await this.verifications.find(accountId, session);
    const documents = await this.documents.use(accountId, body.documentIds, session);
    const idNumber = normalIdNumber(body.idNumber);
    const now = this.clock.now();
    const realNow = new Date();
    accepted(checkSubmission(before, { idNumber, documents }, { now, realNow }));
    const after: VerificationDocument = {
      _id: accountId,
      status: 'submitted',
      ...this.verifications.encrypt(body.name, idNumber),
      personKey: this.lookup.personKey(idNumber),
      documentIds: body.documentIds,
      submittedAt: now,
      ...withSubmission(before, realNow),
      version: before?.version ?? 0,
    };
    await this.verifications.save(after, session);
  }

  private async decideIn(
    session: ClientSession,
    { caller, accountId, ifMatch, body }: DecideVerification,
  ): Promise<VerificationItem> {
    const before = await this.verifications.find(accountId, session);
    if (!before) throw refuse('VERIFICATION_NOT_FOUND');
    const personKey = this.lookup.personKey(this.verifications.idNumberOf(before));
    accepted(await this.ownCases.ofAccount(caller, accountId, session, { concerned: [personKey] }));
    await this.accounts.touchOpen(accountId, session);
    accepted(checkIfMatch(before, ifMatch));
    const holder = await this.verifications.findVerified(personKey, session);
    const status = accepted(decide(before, body.decision, holder));
    const now = this.clock.now();
    const next = { ...decided(before, status, body.reason, now), personKey };
    const after = await this.verifications.save(next, session);
    await this.audit.add(
      {
        actor: caller.accountId,
        act: `verification.${body.decision}`,
        subject: accountId,
        ...(body.reason === undefined ? {} : { reason: body.reason }),
        before: { status: before.status },
        after: { status },
      },
      session,
    );
    await this.tellDecided(session, after, { status, now });
    if (status === 'verified') await this.tellVerified(session, after, now);
    return this.item(after);
  }

  /** Somebody whose papers an officer has seen, at once, in the transaction in which their account is made. */
  async verifyPresent(
    session: ClientSession,
    accountId: string,
    { name, idNumber }: { name: string; idNumber: string },
  ): Promise<void> {
    const now = this.clock.now();
    const verified = await this.verifications.save(
      {
        _id: accountId,
        status: 'verified',
        ...this.verifications.encrypt(name, idNumber),
        personKey: this.lookup.personKey(idNumber),
        documentIds: [],
        submittedAt: now,
        decidedAt: now,
        version: 0,
      },
      session,
    );
    await this.tellVerified(session, verified, now);
  }

  private async tellDecided(
    session: ClientSession,
    { _id: accountId, version }: VerificationDocument,
    { status, now }: { status: 'verified' | 'rejected'; now: Date },
  ): Promise<void> {
    await this.outbox.add(session, {
      type: 'identity.decided',
      key: accountId,
      seq: version,
      payload: { accountId, status, at: now.toISOString(), version },
    });
  }

  private async tellVerified(
    session: ClientSession,
    { _id: accountId, personKey, version }: VerificationDocument,
    now: Date,
  ): Promise<void> {
    if (personKey === undefined) throw new Error(`verification ${accountId} has no person`);
    await this.outbox.add(session, {
      type: 'identity.verified',
      key: accountId,
      seq: version,
      payload: { accountId, personKey, at: now.toISOString() },
    });
  }

  private item(row: VerificationDocument): VerificationItem {
    const { rejectedReason } = row;
    return {
      accountId: row._id,
      status: row.status,
      nameMasked: mask.name(this.verifications.nameOf(row)),
      idNumberMasked: mask.idNumber(this.verifications.idNumberOf(row)),
      documentIds: row.documentIds,
      submittedAt: row.submittedAt.toISOString(),
      ...(rejectedReason === undefined ? {} : { rejectedReason }),
      etag: etagOf(row),
    };
  }
}

import {
  accepted,
  checkDecision,
  checkIfMatch,
  etagOf,
  refuse,
  type AccountOf,
  type DecideVerification,
  type Events,
  type ListVerifications,
  type Page,
  type SubmitIdentity,
  type VerificationItem,
} from '@demerit/contracts';
import { Idempotency, Outbox } from '@demerit/messaging';
import { AuditStore, DomainClock, LookupKeys, mask, pageOf, pageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { DocumentsStore } from '../documents/documents.store';
import { normalIdNumber } from './id-number.rules';
import { checkSubmission, decide, decided, idNumberTaken } from './verification.rules';
import { VerificationStore } from './verification.store';
import type { VerificationDocument } from './verification.types';

const CURSOR = [/^\d{1,15}$/, /^[A-Za-z0-9_-]{1,64}$/];

@Injectable()
export class VerificationService {
  constructor(
    private readonly verifications: VerificationStore,
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

  async get({ accountId }: AccountOf): Promise<VerificationItem> {
    const row = await this.verifications.find(accountId);
    if (!row) throw refuse('VERIFICATION_NOT_FOUND');
    return this.item(row);
  }

  async decide(command: DecideVerification): Promise<VerificationItem> {
    accepted(checkDecision(command.body));
    return this.idempotency.run(command.idempotency, (session) => this.decideIn(session, command));
  }

  private async submitIn(
    session: ClientSession,
    { caller: { accountId }, body }: SubmitIdentity,
  ): Promise<void> {
    const before = await this.verifications.find(accountId, session);
    const documents = await this.documents.use(accountId, body.documentIds, session);
    const idNumber = normalIdNumber(body.idNumber);
    accepted(checkSubmission(before?.status ?? 'unsubmitted', { idNumber, documents }));
    const personKey = this.lookup.personKey(idNumber);
    if (await this.verifications.findPerson(personKey, session)) throw idNumberTaken();
    const after: VerificationDocument = {
      _id: accountId,
      status: 'submitted',
      ...this.verifications.encrypt(body.name.trim(), idNumber),
      personKey,
      documentIds: body.documentIds,
      submittedAt: this.clock.now(),
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
    accepted(checkIfMatch(before, ifMatch));
    const status = accepted(decide(before.status, body.decision));
    const now = this.clock.now();
    const next = decided(before, status, body.reason, now);
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
    if (status === 'verified') await this.tellVerified(session, after, now);
    return this.item(after);
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

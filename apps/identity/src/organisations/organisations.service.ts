import {
  accepted,
  refuse,
  shanghaiTime,
  type Delegation,
  type Events,
  type ListOfCaller,
  type Nothing,
  type Organisation,
  type OrganisationOf,
  type Page,
  type RequestOrganisation,
} from '@demerit/contracts';
import { Idempotency, Outbox, Transactions } from '@demerit/messaging';
import { DomainClock, newId, pageOf, pageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { AccountsStore } from '../accounts/accounts.store';
import { DocumentsStore } from '../documents/documents.store';
import { VerificationStore } from '../identities/verification.store';
import { delegateChanged } from './delegate-changed';
import { checkRequest, left, withSubmission } from './organisations.rules';
import { OrganisationsStore } from './organisations.store';
import type { OrganisationDocument } from './organisations.types';

const CURSOR = [/^org_[0-9a-z]{26}$/];

/** The organisations for which an account acts, or asks to act. rules.md §2. */
@Injectable()
export class OrganisationsService {
  constructor(
    private readonly organisations: OrganisationsStore,
    private readonly accounts: AccountsStore,
    private readonly verifications: VerificationStore,
    private readonly documents: DocumentsStore,
    private readonly idempotency: Idempotency,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox<Events>,
    private readonly clock: DomainClock,
  ) {}

  async request(
    command: RequestOrganisation,
  ): Promise<{ organisationId: string; status: 'submitted' }> {
    return this.idempotency.run(command.idempotency, async (session) => {
      const { _id: organisationId } = await this.requestIn(session, command);
      return { organisationId, status: 'submitted' };
    });
  }

  async list({ caller, page }: ListOfCaller): Promise<Page<Organisation>> {
    const request = pageRequest(page, CURSOR);
    const rows = await this.organisations.list(caller.accountId, request);
    return pageOf(
      rows,
      request,
      (row) => [row._id],
      (row) => this.shown(row),
    );
  }

  /** The delegate acts for it no longer, from this moment on. Leaving again is no error. */
  async leave({ caller: { accountId }, organisationId }: OrganisationOf): Promise<Nothing> {
    return this.transactions.run(async (session) => {
      const before = await this.organisations.find(organisationId, session);
      if (before?.accountId !== accountId) throw refuse('ORGANISATION_NOT_FOUND');
      const now = this.clock.now();
      const after = left(before, now);
      if (after === undefined) return {};
      const saved = await this.organisations.save(after, session);
      await this.outbox.add(session, delegateChanged(saved, 'left', now));
      return {};
    });
  }

  delegationsOf(accountId: string): Promise<Delegation[]> {
    return this.organisations.delegationsOf(accountId);
  }

  private async requestIn(
    session: ClientSession,
    { caller: { accountId }, body }: RequestOrganisation,
  ): Promise<OrganisationDocument> {
    const { organisationCode, name, documentIds } = body;
    // Touched, so that requests of one account that race collide, and none passes a limit.
    await this.accounts.touchOpen(accountId, session);
    const verification = await this.verifications.find(accountId, session);
    const all = await this.organisations.ofAccount(accountId, session);
    const ownerKey = this.organisations.ownerKey(organisationCode);
    const before = all.find((one) => one.ownerKey === ownerKey);
    const documents = await this.documents.use(accountId, documentIds, session);
    const realNow = new Date();
    accepted(
      checkRequest({
        identityStatus: verification?.status ?? 'unsubmitted',
        ...{ organisationCode, before, all, documents, realNow },
      }),
    );
    return this.organisations.save(
      {
        _id: before?._id ?? newId('org'),
        accountId,
        ownerKey,
        ...this.organisations.encrypt(name, organisationCode),
        status: 'submitted',
        documentIds,
        submittedAt: this.clock.now(),
        ...withSubmission(before, realNow),
        ...(before?.actedUntil && { actedUntil: before.actedUntil }),
        version: before?.version ?? 0,
      },
      session,
    );
  }

  private shown(row: OrganisationDocument): Organisation {
    const { _id, status, submittedAt, rejectedReason } = row;
    return {
      organisationId: _id,
      organisationCode: this.organisations.codeOf(row),
      name: this.organisations.nameOf(row),
      status,
      submittedAt: shanghaiTime(submittedAt),
      ...(rejectedReason !== undefined && { rejectedReason }),
    };
  }
}

import {
  accepted,
  checkDecision,
  checkIfMatch,
  etagOf,
  refuse,
  shanghaiTime,
  type DecideOrganisation,
  type Events,
  type ListOrganisationReviews,
  type OrganisationCase,
  type OrganisationItem,
  type OrganisationOf,
  type Page,
} from '@demerit/contracts';
import { Idempotency, Outbox } from '@demerit/messaging';
import { AuditStore, DomainClock, mask, pageOf, pageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { AccountsStore } from '../accounts/accounts.store';
import { OwnCases } from '../own-cases/own-cases';
import { VerificationStore } from '../identities/verification.store';
import { delegateChanged } from './delegate-changed';
import { decide, decided } from './organisations.rules';
import { OrganisationsStore } from './organisations.store';
import type { OrganisationDocument } from './organisations.types';

const CURSOR = [/^\d{1,15}$/, /^[A-Za-z0-9_-]{1,64}$/];

/** Whether an account may act for an organisation, as a reviewer finds it. rules.md §2. */
@Injectable()
export class OrganisationReviewService {
  constructor(
    private readonly accounts: AccountsStore,
    private readonly organisations: OrganisationsStore,
    private readonly ownCases: OwnCases,
    private readonly verifications: VerificationStore,
    private readonly audit: AuditStore,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox<Events>,
    private readonly clock: DomainClock,
  ) {}

  /** The queue of those to be decided unless another status is asked for; oldest first. */
  async list({
    status = 'submitted',
    page,
  }: ListOrganisationReviews): Promise<Page<OrganisationItem>> {
    const request = pageRequest(page, CURSOR);
    const rows = await this.organisations.queue(status, request);
    const sortKey = (row: OrganisationDocument): string[] => [
      String(row.submittedAt.getTime()),
      row._id,
    ];
    return pageOf(rows, request, sortKey, (row) => this.item(row));
  }

  /** Whole, since a reviewer compares it with the papers; that it was opened is written down before it is told. */
  async get({ caller, organisationId }: OrganisationOf): Promise<OrganisationCase> {
    const row = await this.organisations.find(organisationId);
    const applicant = row && (await this.verifications.find(row.accountId));
    if (!row || !applicant) throw refuse('ORGANISATION_NOT_FOUND');
    const act = 'organisation.open';
    await this.audit.add({ actor: caller.accountId, act, subject: organisationId });
    return {
      ...this.item(row),
      name: this.organisations.nameOf(row),
      organisationCode: this.organisations.codeOf(row),
      applicant: {
        name: this.verifications.nameOf(applicant),
        idNumber: this.verifications.idNumberOf(applicant),
      },
    };
  }

  async decide(command: DecideOrganisation): Promise<OrganisationItem> {
    accepted(checkDecision(command.body));
    return this.idempotency.run(command.idempotency, (session) => this.decideIn(session, command));
  }

  private async decideIn(
    session: ClientSession,
    { caller, organisationId, ifMatch, body: { decision, reason } }: DecideOrganisation,
  ): Promise<OrganisationItem> {
    const before = await this.organisations.find(organisationId, session);
    if (!before) throw refuse('ORGANISATION_NOT_FOUND');
    const person = await this.verifications.accountsOf(caller.accountId, session);
    const own = await this.organisations.ownKeysOf(person, session);
    const keys = { own, concerned: [before.ownerKey] };
    accepted(await this.ownCases.ofAccount(caller, before.accountId, session, keys));
    await this.accounts.touchOpen(before.accountId, session);
    accepted(checkIfMatch(before, ifMatch));
    const delegates = await this.organisations.delegatesOf([before.ownerKey], session);
    const status = accepted(decide(before, decision, delegates.length));
    const now = this.clock.now();
    const after = await this.organisations.save(decided(before, status, reason, now), session);
    await this.audit.add(
      {
        actor: caller.accountId,
        act: `organisation.${decision}`,
        subject: organisationId,
        ...(reason !== undefined && { reason }),
        before: { status: before.status },
        after: { status },
      },
      session,
    );
    await this.outbox.add(session, delegateChanged(after, status, now));
    return this.item(after);
  }

  private item(row: OrganisationDocument): OrganisationItem {
    const { _id, accountId, status, documentIds, submittedAt, rejectedReason } = row;
    return {
      organisationId: _id,
      accountId,
      status,
      nameMasked: mask.name(this.organisations.nameOf(row)),
      organisationCodeMasked: mask.idNumber(this.organisations.codeOf(row)),
      documentIds,
      submittedAt: shanghaiTime(submittedAt),
      ...(rejectedReason !== undefined && { rejectedReason }),
      etag: etagOf(row),
    };
  }
}

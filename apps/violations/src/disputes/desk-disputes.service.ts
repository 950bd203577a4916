import {
  accepted,
  ownCase,
  type Caller,
  type DeskDisputeBody,
  type Dispute,
  type DisputeAtDesk,
  type Requests,
} from '@demerit/contracts';
import { Idempotency, MessagingClient } from '@demerit/messaging';
import { AuditStore } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { OwnCases } from '../register/own-cases';
import { concernedBy } from '../register/seeing.rules';
import { ViolationsService } from '../register/violations.service';
import type { ViolationDocument } from '../register/violations.types';
import { refuseAtDesk, type Disputing } from './disputes.rules';
import { DisputesService } from './disputes.service';

/** Disputes that an officer takes from somebody present. rules.md §2, plate forms; §3. */
@Injectable()
export class DeskDisputesService {
  constructor(
    private readonly disputes: DisputesService,
    private readonly inquiry: ViolationsService,
    private readonly ownCases: OwnCases,
    private readonly audit: AuditStore,
    private readonly client: MessagingClient<Requests>,
    private readonly idempotency: Idempotency,
  ) {}

  /** It is the dispute of whoever has the licence, as if they had made it themselves; its evidence the officer has uploaded. */
  async open({ caller, idempotency, body }: DisputeAtDesk): Promise<Dispute> {
    const { violationId, licenceId } = body;
    const officer = caller.accountId;
    const ask = () => this.asked(caller, body);
    return this.idempotency.runAsking(idempotency, ask, async (session, asked) => {
      const { violation, disputing } = asked;
      const dispute = await this.disputes.openIn(session, violation, disputing);
      const { disputeId, ground } = dispute;
      const after = { violationId, licenceId, ground };
      await this.audit.add(
        { actor: officer, act: 'desk.dispute', subject: disputeId, after },
        session,
      );
      return dispute;
    });
  }

  private async asked(
    caller: Caller,
    { violationId, licenceId, ...body }: DeskDisputeBody,
  ): Promise<{ violation: ViolationDocument; disputing: Omit<Disputing, 'wasMade'> }> {
    const violation = await this.inquiry.byId(violationId);
    const { accountId } = await this.client.ask('licence.holder', { licenceId });
    const [access, uploaded, { self, owner }] = await Promise.all([
      this.inquiry.accessTo(accountId, violation),
      this.disputes.uploadedOf(caller.accountId, body.documentIds),
      this.ownCases.actingOn(caller, violation),
    ]);
    const disputer = { accountIds: [accountId], licenceIds: [licenceId] };
    accepted(ownCase(self, disputer, ...concernedBy(violation, owner)));
    accepted(refuseAtDesk(access) ?? null);
    return { violation, disputing: { accountId, access, uploaded, body } };
  }
}

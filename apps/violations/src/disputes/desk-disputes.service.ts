import {
  accepted,
  refuse,
  type Dispute,
  type DisputeAtDesk,
  type Requests,
} from '@demerit/contracts';
import { Idempotency, MessagingClient } from '@demerit/messaging';
import { AuditStore } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { ViolationsService } from '../register/violations.service';
import { ViolationsStore } from '../register/violations.store';
import { refuseAtDesk } from './disputes.rules';
import { DisputesService } from './disputes.service';

/** Disputes that an officer takes from somebody present. rules.md §2, plate forms; §3. */
@Injectable()
export class DeskDisputesService {
  constructor(
    private readonly disputes: DisputesService,
    private readonly violations: ViolationsStore,
    private readonly inquiry: ViolationsService,
    private readonly audit: AuditStore,
    private readonly client: MessagingClient<Requests>,
    private readonly idempotency: Idempotency,
  ) {}

  /** It is the dispute of whoever has the licence, as if they had made it themselves; its evidence the officer has uploaded. */
  async open({ caller, idempotency, body }: DisputeAtDesk): Promise<Dispute> {
    const { violationId, licenceId, ...said } = body;
    const officer = caller.accountId;
    const violation = await this.violations.find(violationId);
    if (violation === null) throw refuse('VIOLATION_NOT_FOUND');
    const { accountId } = await this.client.ask('licence.holder', { licenceId });
    const [access, uploaded] = await Promise.all([
      this.inquiry.accessTo(accountId, violation),
      this.disputes.uploadedOf(officer, said.documentIds),
    ]);
    accepted(refuseAtDesk(access) ?? null);
    const disputing = { accountId, access, uploaded, body: said };
    return this.idempotency.run(idempotency, async (session) => {
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
}

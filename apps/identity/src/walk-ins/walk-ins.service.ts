import { accepted, ownCase, type AdmitWalkIn, type WalkInAdmitted } from '@demerit/contracts';
import { Idempotency } from '@demerit/messaging';
import { AuditStore, DomainClock, LookupKeys, mask } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { AccountsStore } from '../accounts/accounts.store';
import { LicencesService } from '../licences/licences.service';
import { VerificationService } from '../verification/verification.service';
import { VerificationStore } from '../identities/verification.store';
import { checkWalkIn } from './walk-ins.rules';

/** Account, verified identity and claimed licence of somebody who is present: all of it, or none. */
@Injectable()
export class WalkInsService {
  constructor(
    private readonly accounts: AccountsStore,
    private readonly verifications: VerificationStore,
    private readonly verification: VerificationService,
    private readonly licences: LicencesService,
    private readonly audit: AuditStore,
    private readonly idempotency: Idempotency,
    private readonly clock: DomainClock,
    private readonly lookup: LookupKeys,
  ) {}

  async admit(command: AdmitWalkIn): Promise<WalkInAdmitted> {
    const { idNumber, phone } = command.body;
    return this.idempotency.runAsking(
      command.idempotency,
      () => this.licences.askHoldsOf(this.lookup.personKey(idNumber)),
      (session) => this.admitIn(session, command),
      // Desks that admit the same person, or two with one phone, at once would keep refusing one another's tries.
      { inTurnFor: phone === undefined ? [idNumber] : [idNumber, phone] },
    );
  }

  private async admitIn(
    session: ClientSession,
    { caller, body }: AdmitWalkIn,
  ): Promise<WalkInAdmitted> {
    const { name, idNumber, phone, licenceNumber, fileNumber, papersSeen } = body;
    const personKey = this.lookup.personKey(idNumber);
    const self = {
      accountId: caller.accountId,
      keys: await this.verifications.keysOf(caller.accountId, session),
    };
    accepted(ownCase(self, { keys: [personKey] }));
    const ofNumber = await this.verifications.findVerified(personKey, session);
    const ofPhone = phone === undefined ? phone : await this.accounts.findByPhone(phone, session);
    accepted(checkWalkIn({ idNumber, papersSeen, ofNumber, ofPhone }, this.clock.now()));
    const account = await this.accounts.add(phone, session);
    const { _id: accountId } = account;
    await this.verification.verifyPresent(session, accountId, { name, idNumber });
    const { licenceId } = await this.licences.claimIn(session, accountId, {
      licenceNumber,
      fileNumber,
    });
    const after = {
      nameMasked: mask.name(name),
      idNumberMasked: mask.idNumber(idNumber),
      phoneMasked: this.accounts.phoneMasked(account),
      licenceId,
      papersSeen,
    };
    const act = { actor: caller.accountId, act: 'walk-in.admit', subject: accountId, after };
    await this.audit.add(act, session);
    return { accountId, licenceId };
  }
}

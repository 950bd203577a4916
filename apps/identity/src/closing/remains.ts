import type { Events, Requests } from '@demerit/contracts';
import { MessagingClient, Outbox, Transactions } from '@demerit/messaging';
import { DomainClock } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import type { AccountDocument } from '../accounts/accounts.types';
import { FamiliarAddressesStore } from '../codes/familiar-addresses.store';
import { LicencesStore } from '../licences/licences.store';
import { StandingsStore } from '../licences/standings.store';
import { NotificationsStore } from '../notifications/notifications.store';
import { delegateChanged } from '../organisations/delegate-changed';
import { formerKey, left, type FormerKey } from '../organisations/organisations.rules';
import { OrganisationsStore } from '../organisations/organisations.store';
import { FormerNamesStore } from '../people/former-names.store';
import { FormerPersonsStore } from '../people/former-persons.store';
import { FormerPhonesStore } from '../phones/former-phones.store';
import { UnneededDocuments } from '../retention/unneeded-documents';
import { DevicesStore } from '../sessions/devices.store';
import { PendingLogIns } from '../sessions/pending-log-ins';
import { SmsStore } from '../sms/sms.store';
import { FactorsStore } from '../totp/factors.store';
import { VerificationStore } from '../identities/verification.store';

type Closing = NonNullable<AccountDocument['closing']>;

/** All that goes with an account. As often as you like: what is gone already is no error. rules.md §1.closing.left. */
@Injectable()
export class Remains {
  constructor(
    private readonly verifications: VerificationStore,
    private readonly organisations: OrganisationsStore,
    private readonly licences: LicencesStore,
    private readonly names: FormerNamesStore,
    private readonly persons: FormerPersonsStore,
    private readonly notifications: NotificationsStore,
    private readonly standings: StandingsStore,
    private readonly devices: DevicesStore,
    private readonly addresses: FamiliarAddressesStore,
    private readonly factors: FactorsStore,
    private readonly pending: PendingLogIns,
    private readonly sms: SmsStore,
    private readonly phones: FormerPhonesStore,
    private readonly documents: UnneededDocuments,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox<Events>,
    private readonly client: MessagingClient<Requests>,
    private readonly clock: DomainClock,
  ) {}

  /** Elsewhere first, as long as it stands here whose vehicles they are. */
  async remove(accountId: string, { phoneKey, isNamed }: Closing): Promise<void> {
    const verification = await this.verifications.find(accountId);
    const personKey = verification?.status === 'verified' ? verification.personKey : undefined;
    await this.client.ask('vehicles.account-closed', {
      accountId,
      ...(personKey !== undefined && { personKey }),
    });
    await this.transactions.run((session) => this.removePerson(accountId, isNamed, session));
    await Promise.all([
      this.notifications.removeOf(accountId),
      this.standings.removeOf(accountId),
      this.devices.removeOf(accountId),
      this.addresses.removeOf(accountId),
      this.sms.removeOf(phoneKey),
      this.phones.removeOf(accountId),
    ]);
    await this.documents.endAllOf(accountId);
  }

  /** Who they are. The licence is the register's, and waits for whoever claims it as the same person. */
  private async removePerson(
    accountId: string,
    isNamed: boolean,
    session: ClientSession,
  ): Promise<void> {
    const organisations: FormerKey[] = [];
    for (const before of await this.organisations.ofAccount(accountId, session)) {
      const now = this.clock.now();
      const after = left(before, now);
      organisations.push(...formerKey(after ?? before));
      if (after) {
        const saved = await this.organisations.save(after, session);
        await this.outbox.add(session, delegateChanged(saved, 'left', now));
      }
      await this.organisations.remove(before._id, session);
    }
    await this.factors.remove(accountId, session);
    await this.pending.removeAll(accountId, session);
    const { accountId: _, ...licence } = (await this.licences.ofAccount(accountId, session)) ?? {};
    if ('_id' in licence) await this.licences.save(licence, session);
    const verification = await this.verifications.find(accountId, session);
    if (!verification) return;
    const { status, personKey } = verification;
    if (status === 'verified' && personKey !== undefined)
      await this.persons.add({ _id: accountId, personKey, organisations }, session);
    if (isNamed && status === 'verified')
      await this.names.add(accountId, this.verifications.nameOf(verification), session);
    await this.verifications.remove(accountId, session);
  }
}

import type { Events, Requests } from '@demerit/contracts';
import { MessagingClient, refusalOf, Transactions } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { claimedLicence } from './cycles.rules';
import { LicencesStore } from './licences.store';
import { CurrentTerms } from './terms';

/** Whose a licence is, as identity says it. */
@Injectable()
export class ClaimsService {
  constructor(
    private readonly licences: LicencesStore,
    private readonly terms: CurrentTerms,
    private readonly transactions: Transactions,
    private readonly client: MessagingClient<Requests>,
  ) {}

  /** `licence.claimed`: from now on the account has a statement. */
  async claimed(event: Events['licence.claimed'], session: ClientSession): Promise<void> {
    const before = await this.licences.find(event.licenceId, session);
    const licence = claimedLicence(before, event, this.terms.get().now);
    if (licence) await this.licences.save(licence, session);
  }

  /** Asks the owner for a claimed licence whose event has not come yet; without an answer to it, the ledger has no such licence afterwards. */
  async askFor(licenceId: string): Promise<void> {
    const licence = await this.licences.find(licenceId);
    if (licence && licence.claimVersion > 0) return;
    try {
      const facts = await this.client.ask('licence.holder', { licenceId });
      await this.transactions.run((session) => this.claimed(facts, session));
    } catch (error) {
      if (refusalOf(error)?.code !== 'LICENCE_NOT_FOUND') throw error;
    }
  }
}

import type { Events, LicenceClass, Requests, VehicleRegistered } from '@demerit/contracts';
import { MessagingClient, Outbox, refusalOf, Transactions } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import type { LicenceDocument } from '../account/account.types';
import { Accounts } from '../account/accounts';
import { EntriesStore } from '../account/entries.store';
import { LicencesStore } from '../account/licences.store';
import { CurrentTerms } from '../account/terms';
import { moveCycles, settled } from '../limits/counts.rules';
import { CyclesStore } from '../limits/cycles.store';
import type { CycleDocument, Subject } from '../limits/limits.types';
import { ShapeStore } from '../limits/shape.store';
import { VehiclesStore } from '../limits/vehicles.store';
import { followLicence, followVehicle, type Recutting } from './following.rules';

/** Follows the registers: whose a licence is, of what class, and from which days cycles are counted. */
@Injectable()
export class RegisterService {
  constructor(
    private readonly accounts: Accounts,
    private readonly licences: LicencesStore,
    private readonly entries: EntriesStore,
    private readonly vehiclesStore: VehiclesStore,
    private readonly cycles: CyclesStore,
    private readonly shape: ShapeStore,
    private readonly outbox: Outbox<Events>,
    private readonly terms: CurrentTerms,
    private readonly transactions: Transactions,
    private readonly client: MessagingClient<Requests>,
  ) {}

  /** `licence.claimed` and `licence.changed`: from the first one on the account has a statement. */
  async licence(event: Events['licence.claimed'], session: ClientSession): Promise<void> {
    const before = await this.accounts.licence(event.licenceId, session);
    const followed = followLicence(before, event, this.terms.get());
    if (!followed) return;
    const licence = before ? followed.licence : await this.shape.begin(followed.licence, session);
    const { subject, beside } = settled(
      licence,
      await this.moved(licence, followed.recut, session),
    );
    await this.licences.save(subject, session);
    await this.cycles.saveAll(beside, session);
    await this.entries.append(followed.entries, session);
    if (followed.events.length > 0) await this.outbox.add(session, followed.events);
  }

  /** Those of which the ledger knows nothing are not kept: the first handling brings what it must know. */
  async vehicles(events: readonly VehicleRegistered[], session: ClientSession): Promise<void> {
    const { now } = this.terms.get();
    const news = new Map(events.map((event) => [event.vehicleId, event]));
    for (const before of await this.vehiclesStore.findAll([...news.keys()], session)) {
      const event = news.get(before._id);
      const followed = event && followVehicle(before, event, now);
      if (!followed) continue;
      const moved = await this.moved(followed.vehicle, followed.recut, session);
      const { subject, beside } = settled(followed.vehicle, moved);
      await this.vehiclesStore.save(subject, session);
      await this.cycles.saveAll(beside, session);
    }
  }

  /** Asks the owner for a claimed licence whose event has not come yet; without an answer to it, the ledger has no such licence afterwards. */
  async askFor(licenceId: string): Promise<void> {
    const licence = await this.licences.find(licenceId);
    if (licence && licence.claimVersion > 0 && licence.accountId !== '') return;
    await this.ask(licenceId);
  }

  /** Asks the owner where the ledger has another day of first issue, another class, or nobody who claimed it: the event may not have come yet. Returns what the ledger has then. */
  async askWhereNot(
    licenceId: string,
    firstIssuedOn: string,
    licenceClass?: LicenceClass,
  ): Promise<LicenceDocument | null> {
    const licence = await this.licences.find(licenceId);
    if (!licence) return null;
    const isClass = licenceClass === undefined || licence.licenceClass === licenceClass;
    const isClaimed = licence.accountId !== '';
    if (licence.firstIssuedOn === firstIssuedOn && isClass && isClaimed) return licence;
    await this.ask(licenceId);
    return this.licences.find(licenceId);
  }

  private async ask(licenceId: string): Promise<void> {
    try {
      const facts = await this.client.ask('licence.holder', { licenceId });
      await this.transactions.run((session) => this.licence(facts, session));
    } catch (error) {
      if (refusalOf(error)?.code !== 'LICENCE_NOT_FOUND') throw error;
    }
  }

  /** The old cycle is among those that are written in any case: a handling that takes a slot in it at the same moment must lose. */
  private async moved(
    subject: Subject,
    recut: Recutting | undefined,
    session: ClientSession,
  ): Promise<CycleDocument[]> {
    if (!recut || recut.from.startsOn === recut.to.startsOn) return [];
    const before = await this.cycles.writtenOr(subject, recut.from, session);
    const after = await this.cycles.writtenOr(subject, recut.to, session);
    // Where the day is one that was corrected before: what counted in that cycle then.
    const then = await this.cycles.find(subject, recut.to.startsOn, session);
    return moveCycles([before, then], after);
  }
}

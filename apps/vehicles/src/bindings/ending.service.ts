import {
  accepted,
  refuse,
  type BindingOf,
  type EndedBecause,
  type Events,
  type Nothing,
  type SanctionInForce,
} from '@demerit/contracts';
import { Inbox, Outbox, Transactions, type MessageContext } from '@demerit/messaging';
import { DomainClock } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { endsBindings, move, reachedAt } from './bindings.rules';
import type { BindingDocument } from './bindings.types';
import { BindingsStore } from './bindings.store';
import { bindingEnded, bindingStep } from './binding-step';
import { PeopleStore } from '../people/people.store';
import { withActive } from './quotas.rules';
import { UseStore } from './use.store';

/** The ways a binding ends: released by either side, by an entry of the register, a sanction, or because the consent did not come. rules.md §2, §5. */
@Injectable()
export class EndingService {
  constructor(
    private readonly bindings: BindingsStore,
    private readonly use: UseStore,
    private readonly people: PeopleStore,
    private readonly clock: DomainClock,
    private readonly transactions: Transactions,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox<Events>,
  ) {}

  /** The applicant lets go. */
  async release({ caller, bindingId }: BindingOf): Promise<Nothing> {
    return this.transactions.run(async (session) => {
      const binding = await this.bindings.find(bindingId, session);
      if (binding?.accountId !== caller.accountId) throw refuse('BINDING_NOT_FOUND');
      return this.releaseOnce(binding, session);
    });
  }

  /** The owner ends somebody else's use. */
  async releaseOther({ caller, bindingId }: BindingOf): Promise<Nothing> {
    const asked = await this.bindings.find(bindingId);
    const isOwners =
      asked?.relation === 'other' && (await this.people.actsAs(asked.ownerKey, caller.accountId));
    return this.transactions.run(async (session) => {
      const binding = await this.bindings.find(bindingId, session);
      if (!isOwners || !binding) throw refuse('BINDING_NOT_FOUND');
      return this.releaseOnce(binding, session);
    });
  }

  /** Ownership changed, the plate is another car's, or the car is deregistered: whoever used the vehicles does so no longer. */
  async endAll(
    vehicleIds: readonly string[],
    because: EndedBecause,
    now: Date,
    session: ClientSession,
  ): Promise<void> {
    for (const vehicleId of vehicleIds) {
      // Touched, so that a request to the owner before, made at this moment, collides with the change.
      const use = await this.use.ofVehicle(vehicleId, session);
      await this.use.saveVehicle(use, session);
    }
    for (const binding of await this.bindings.liveOfVehicles(vehicleIds, session)) {
      await this.end(binding, because, now, session);
    }
  }

  /** A sanction is in force. Revoking it brings no binding back; the ledger says so in the case. */
  async sanctioned(event: SanctionInForce, context: MessageContext): Promise<void> {
    await this.inbox.processTogether(context, async (session) => {
      if (!endsBindings(event.role)) return;
      for (const binding of await this.bindings.liveNonOwn(event.accountId, session)) {
        const at = reachedAt(binding, new Date(event.at));
        await this.end(binding, 'sanction', at, session);
      }
    });
  }

  /** Releasing what is released already is no error. */
  private async releaseOnce(binding: BindingDocument, session: ClientSession): Promise<Nothing> {
    if (binding.status === 'released') return {};
    await this.end(binding, 'released', this.clock.now(), session);
    return {};
  }

  /** Whatever ends it, the counters that counted it go down and an event says so. */
  async end(
    binding: BindingDocument,
    by: 'released' | 'consent_expired' | EndedBecause,
    now: Date,
    session: ClientSession,
  ): Promise<void> {
    const status = by === 'released' || by === 'consent_expired' ? by : 'ended';
    const ended = await this.bindings.save(accepted(move(binding, status, now)), session);
    if (binding.status === 'active' && binding.relation === 'other') {
      const user = await this.use.ofUser(binding.accountId, session);
      const vehicle = await this.use.ofVehicle(binding.vehicleId, session);
      await this.use.saveUser(withActive(user, -1), session);
      await this.use.saveVehicle(withActive(vehicle, -1), session);
    }
    await this.outbox.add(session, endOf(by, ended, now));
  }
}

function endOf(
  by: 'released' | 'consent_expired' | EndedBecause,
  ended: BindingDocument,
  now: Date,
) {
  if (by === 'released') return bindingStep('binding.released', ended, now);
  if (by === 'consent_expired') return bindingStep('binding.consent-expired', ended, now);
  return bindingEnded(by, ended, now);
}

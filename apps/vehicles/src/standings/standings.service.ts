import type {
  PointServiceStanding,
  Requests,
  Standing,
  VehicleHandlingStanding,
} from '@demerit/contracts';
import { Inbox, MessagingClient, Transactions, type MessageContext } from '@demerit/messaging';
import { DomainClock } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { freeze, reachedAt, thaw } from '../bindings/bindings.rules';
import { BindingsStore } from '../bindings/bindings.store';
import type { StoredStanding } from '../bindings/use.types';
import { isNewer } from './standings.rules';
import { UseStore } from '../bindings/use.store';

/** Whose standing: an applicant's point service, or a vehicle's handling by non-owners. */
type Subject = { accountId: string } | { vehicleId: string };

/** What the ledger says of applicants and vehicles, and the pending requests that it freezes. rules.md §4.suspended. */
@Injectable()
export class StandingsService {
  constructor(
    private readonly use: UseStore,
    private readonly bindings: BindingsStore,
    private readonly clock: DomainClock,
    private readonly client: MessagingClient<Requests>,
    private readonly transactions: Transactions,
    private readonly inbox: Inbox,
  ) {}

  async ofPerson(
    { accountId, reason, at, version }: PointServiceStanding,
    status: Standing['status'],
    context: MessageContext,
  ): Promise<void> {
    const standing = { status, reason, since: at, version };
    await this.inbox.processTogether(context, (session) =>
      this.take({ accountId }, standing, session),
    );
  }

  async ofVehicle(
    { vehicleId, reason, at, version }: VehicleHandlingStanding,
    status: Standing['status'],
    context: MessageContext,
  ): Promise<void> {
    const standing = { status, reason, since: at, version };
    await this.inbox.processTogether(context, (session) =>
      this.take({ vehicleId }, standing, session),
    );
  }

  /** Before anything is decided on a binding: its applicant or its vehicle may have been suspended a moment ago, or reinstated. */
  async refreshOfBinding(bindingId: string): Promise<void> {
    const binding = await this.bindings.find(bindingId);
    if (binding?.relation !== 'other' || !binding.live) return;
    const { accountId, vehicleId } = binding;
    await this.refresh({ accountId, vehicleId });
  }

  /** Asks the ledger what is so now and acts on it, since its event may still be on the way. */
  async refresh({
    accountId,
    vehicleId,
  }: {
    accountId: string;
    vehicleId?: string;
  }): Promise<void> {
    const about = { accountId, ...(vehicleId !== undefined && { vehicleId }) };
    const now = await this.client.ask('points.standing', about);
    if (now.person) await this.catchUp({ accountId }, now.person);
    if (vehicleId !== undefined && now.vehicle) await this.catchUp({ vehicleId }, now.vehicle);
  }

  private async catchUp(subject: Subject, standing: StoredStanding): Promise<void> {
    const { standing: stored } = await this.useOf(subject);
    if (!isNewer(standing, stored)) return;
    await this.transactions.run((session) => this.take(subject, standing, session));
  }

  /** Takes a standing over if it is newer, with what follows for pending requests. */
  private async take(
    subject: Subject,
    standing: StoredStanding,
    session: ClientSession,
  ): Promise<void> {
    const { standing: stored } = await this.useOf(subject, session);
    if (!isNewer(standing, stored)) return;
    if ('accountId' in subject) {
      const user = await this.use.ofUser(subject.accountId, session);
      await this.use.saveUser({ ...user, standing }, session);
    } else {
      const vehicle = await this.use.ofVehicle(subject.vehicleId, session);
      await this.use.saveVehicle({ ...vehicle, standing }, session);
    }
    const because = 'accountId' in subject ? 'person' : 'vehicle';
    const at = standing.since === undefined ? this.clock.now() : new Date(standing.since);
    const change = standing.status === 'suspended' ? freeze : thaw;
    for (const binding of await this.bindings.pending(subject, session)) {
      const changed = change(binding, because, reachedAt(binding, at));
      if (changed !== binding) await this.bindings.save(changed, session);
    }
  }

  private async useOf(
    subject: Subject,
    session?: ClientSession,
  ): Promise<{ standing?: StoredStanding | undefined }> {
    return 'accountId' in subject
      ? this.use.ofUser(subject.accountId, session)
      : this.use.ofVehicle(subject.vehicleId, session);
  }
}

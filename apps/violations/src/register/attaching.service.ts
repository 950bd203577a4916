import {
  IMPORT_BATCH_ROWS,
  type Events,
  type Requests,
  type VehicleRegistered,
} from '@demerit/contracts';
import {
  Inbox,
  MessagingClient,
  Outbox,
  Transactions,
  type MessageContext,
} from '@demerit/messaging';
import { DomainClock, Jobs, workThrough } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { attachedToVehicle, publishedEvent } from './violations.rules';
import { ViolationsStore } from './violations.store';

const INTERVAL_MS = 5_000;
const AFTER_FAILURE_MS = 60_000;

type Registered = Pick<VehicleRegistered, 'vehicleId' | 'ownerPersonKey'>;

/** A violation of a plate not yet registered is kept and attached when the vehicle arrives: its owner is notified then. rules.md §3. */
@Injectable()
export class AttachingService {
  constructor(
    private readonly violations: ViolationsStore,
    private readonly client: MessagingClient<Requests>,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox<Events>,
    private readonly transactions: Transactions,
    private readonly clock: DomainClock,
    jobs: Jobs,
  ) {
    jobs.every('violations whose vehicle came meanwhile', INTERVAL_MS, () => this.lookAgain());
  }

  /** Each violation is attached once, in a transaction of its own: an import may bring many. The note of the event comes last. */
  async arrived(vehicles: Registered[], context: MessageContext): Promise<void> {
    const failed = await this.attachTo(
      new Map(vehicles.map(({ vehicleId, ownerPersonKey }) => [vehicleId, ownerPersonKey])),
    );
    if (failed.size > 0) throw new Error(`${failed.size} violations could not be attached`);
    await this.inbox.process(context, () => Promise.resolve());
  }

  /** The vehicle may have been registered while its violation was entered, and its event have come before. */
  async lookAgain(): Promise<void> {
    const due = await this.violations.toLookAtAgain(new Date(), IMPORT_BATCH_ROWS);
    if (due.length === 0) return;
    const vehicleIds = [...new Set(due.map(({ vehicleId }) => vehicleId))];
    const asked = { vehicleIds };
    const { owners } = await this.client.ask('vehicle.owners', asked);
    const failed = await this.attachTo(new Map(Object.entries(owners)));
    const ids = due.map(({ _id }) => _id);
    await this.violations.lookedAt(ids.filter((id) => !failed.has(id)));
    // Behind all that waits, so that those that cannot be attached now keep no other from its turn.
    const later = new Date(Date.now() + AFTER_FAILURE_MS);
    if (failed.size > 0)
      await this.violations.lookAgainAt(
        ids.filter((id) => failed.has(id)),
        later,
      );
  }

  /** `owners`: person key by vehicle id. Answers the ids of those that could not be attached; all the others are. */
  private async attachTo(owners: ReadonlyMap<string, string>): Promise<ReadonlySet<string>> {
    const left = new Set<string>();
    await workThrough(this.violations.awaiting([...owners.keys()]), async ({ _id, vehicleId }) => {
      const owner = owners.get(vehicleId);
      if (owner === undefined) return;
      left.add(_id);
      await this.attach(_id, owner);
      left.delete(_id);
    });
    return left;
  }

  private async attach(violationId: string, ownerPersonKey: string): Promise<void> {
    await this.transactions.run(async (session) => {
      const violation = await this.violations.find(violationId, session);
      if (!violation?.awaitsVehicle) return;
      const attached = await this.violations.save(attachedToVehicle(violation), session);
      await this.outbox.add(session, {
        type: 'violation.published',
        key: violationId,
        seq: attached.version,
        payload: publishedEvent(attached, ownerPersonKey, this.clock.now()),
      });
    });
  }
}

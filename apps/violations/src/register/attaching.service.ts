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
import { DomainClock, Jobs } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { attachedToVehicle, publishedEvent } from './violations.rules';
import { ViolationsStore } from './violations.store';

const INTERVAL_MS = 5_000;

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
    await this.attachTo(
      new Map(vehicles.map(({ vehicleId, ownerPersonKey }) => [vehicleId, ownerPersonKey])),
    );
    await this.inbox.process(context, () => Promise.resolve());
  }

  /** The vehicle may have been registered while its violation was entered, and its event have come before. */
  async lookAgain(): Promise<void> {
    const due = await this.violations.toLookAtAgain(new Date(), IMPORT_BATCH_ROWS);
    if (due.length === 0) return;
    const vehicleIds = [...new Set(due.map(({ vehicleId }) => vehicleId))];
    const asked = { vehicleIds };
    const { owners } = await this.client.ask('vehicle.owners', asked);
    await this.attachTo(new Map(Object.entries(owners)));
    await this.violations.lookedAt(due.map(({ _id }) => _id));
  }

  /** `owners`: person key by vehicle id. */
  private async attachTo(owners: ReadonlyMap<string, string>): Promise<void> {
    const vehicleIds = [...owners.keys()];
    let waiting: { _id: string; vehicleId: string }[];
    do {
      waiting = await this.violations.awaiting(vehicleIds, IMPORT_BATCH_ROWS);
      for (const { _id, vehicleId } of waiting) {
        const owner = owners.get(vehicleId);
        if (owner !== undefined) await this.attach(_id, owner);
      }
    } while (waiting.length === IMPORT_BATCH_ROWS);
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

import {
  IMPORT_BATCH_ROWS,
  type Events,
  type OwnerThen,
  type VehicleRegistered,
} from '@demerit/contracts';
import { Inbox, Outbox, Transactions, type MessageContext } from '@demerit/messaging';
import { DomainClock, Jobs, workThrough } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { OwnersThen } from './owners-then';
import { publishedEvent } from './seeing.rules';
import { attachedToVehicle } from './violations.rules';
import { ViolationsStore, type Awaiting } from './violations.store';

const INTERVAL_MS = 5_000;
const AFTER_FAILURE_MS = 60_000;

type Registered = Pick<VehicleRegistered, 'vehicleId' | 'plateId'>;

/** A violation of a plate that no vehicle of the register had then is kept, and attached when one arrives: its owner is notified then. rules.md §3. */
@Injectable()
export class AttachingService {
  constructor(
    private readonly violations: ViolationsStore,
    private readonly owners: OwnersThen,
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
      vehicles.map(({ vehicleId, plateId = vehicleId }) => plateId),
    );
    if (failed.size > 0) throw new Error(`${failed.size} violations could not be attached`);
    await this.inbox.processTogether(context, () => Promise.resolve());
  }

  /** The vehicle may have been registered while its violation was entered, and its event have come before. */
  async lookAgain(): Promise<void> {
    const due = await this.violations.toLookAtAgain(new Date(), IMPORT_BATCH_ROWS);
    if (due.length === 0) return;
    const failed = await this.attachTo([...new Set(due.map(({ vehicleId }) => vehicleId))]);
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

  /** Answers the ids of those that could not be attached; all the others are, or still have no vehicle. */
  private async attachTo(plateIds: readonly string[]): Promise<ReadonlySet<string>> {
    const left = new Set<string>();
    await workThrough(this.withOwners(plateIds), async ({ _id, occurredAt, owner }) => {
      left.add(_id);
      await this.attach({ _id, occurredAt }, owner);
      left.delete(_id);
    });
    return left;
  }

  private async *withOwners(
    plateIds: readonly string[],
  ): AsyncGenerator<{ _id: string; occurredAt: Date; owner: OwnerThen }> {
    for await (const rows of inBatches(this.violations.awaiting(plateIds))) {
      const owners = await this.owners.of(rows);
      yield* rows.flatMap(({ _id, occurredAt }, index) => {
        const owner = owners[index];
        return owner ? { _id, occurredAt, owner } : [];
      });
    }
  }

  /** Not where its time was corrected meanwhile: somebody else may have owned the vehicle then. It is looked at again. */
  private async attach(
    { _id: violationId, occurredAt }: Pick<Awaiting, '_id' | 'occurredAt'>,
    owner: OwnerThen,
  ): Promise<void> {
    await this.transactions.run(async (session) => {
      const violation = await this.violations.find(violationId, session);
      if (!violation?.awaitsVehicle) return;
      if (violation.occurredAt.getTime() !== occurredAt.getTime()) return;
      const attached = await this.violations.save(attachedToVehicle(violation), session);
      await this.outbox.add(session, {
        type: 'violation.published',
        key: violationId,
        seq: attached.version,
        payload: publishedEvent(attached, owner, this.clock.now()),
      });
    });
  }
}

/** As many as are asked for at once. */
async function* inBatches(rows: AsyncIterable<Awaiting>): AsyncGenerator<Awaiting[]> {
  let batch: Awaiting[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < IMPORT_BATCH_ROWS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

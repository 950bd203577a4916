import {
  RegistryVehicle,
  type Events,
  type ImportBatch,
  type ImportOutcome,
  type RejectedRow,
} from '@demerit/contracts';
import { Outbox, Transactions } from '@demerit/messaging';
import { AuditStore, DomainClock, ImportRows, newId } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { EndingService } from '../bindings/ending.service';
import { checkEntry } from './entries.rules';
import { handedOver, isSameEntry, registeredFacts, withFreeVins, type Row } from './register.rules';
import { VehiclesStore } from './vehicles.store';

/** Five hundred rows at once may wait for one another longer than a single command may. */
const TIMEOUT_MS = 20_000;

/** Many entries of the register at once, each identified by plate type and number: the same rows again change nothing. */
@Injectable()
export class ImportService {
  constructor(
    private readonly vehicles: VehiclesStore,
    private readonly ending: EndingService,
    private readonly audit: AuditStore,
    private readonly clock: DomainClock,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox<Events>,
  ) {}

  /** A batch is written wholly or not at all; of two rows of one plate the later one holds. */
  async import(batch: ImportBatch): Promise<ImportOutcome> {
    const now = this.clock.now();
    const rows = new ImportRows(RegistryVehicle, batch.rows, (body) => checkEntry(body, now));
    const entries = rows.good.map(({ row, body }) => ({ row, entry: this.vehicles.entryOf(body) }));
    const rejected = await this.transactions.run((session) => this.write(session, batch, entries), {
      timeoutMs: TIMEOUT_MS,
    });
    return rows.outcome(rejected);
  }

  private async write(
    session: ClientSession,
    { caller, importId }: ImportBatch,
    rows: readonly Row[],
  ): Promise<RejectedRow[]> {
    const before = await this.vehicles.findAll(
      rows.map(({ entry }) => entry._id),
      session,
    );
    const vins = await this.vehicles.ofVins(
      rows.map(({ entry }) => entry.vinKey),
      session,
    );
    const { entries, rejected } = withFreeVins(rows, [...before, ...vins]);
    const stored = new Map(before.map((vehicle) => [vehicle._id, vehicle]));
    const changed = entries.flatMap((entry) => {
      const vehicle = stored.get(entry._id);
      if (vehicle && isSameEntry(vehicle, entry)) return [];
      return { ...entry, version: vehicle?.version ?? 0 };
    });
    if (changed.length === 0) return rejected;
    const moved = changed.filter(({ _id, vinInUse }) => stored.get(_id)?.vinInUse !== vinInUse);
    await this.vehicles.releaseVins(
      moved.map(({ _id }) => _id),
      session,
    );
    const saved = await this.vehicles.saveAll(changed, session);
    await this.ending.endAll(handedOver(saved, before), this.clock.now(), session);
    await this.outbox.add(session, {
      type: 'vehicles.imported',
      key: newId('imb'),
      seq: 1,
      payload: { vehicles: saved.map(registeredFacts) },
    });
    const actor = caller.accountId;
    const acts = saved.map((vehicle) =>
      this.vehicles.registration(actor, stored.get(vehicle._id) ?? null, vehicle),
    );
    await this.audit.addAll(
      acts.map((act) => ({ ...act, importId })),
      session,
    );
    return rejected;
  }
}

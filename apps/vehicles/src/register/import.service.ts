import {
  RegistryVehicle,
  type Events,
  type ImportBatch,
  type ImportOutcome,
} from '@demerit/contracts';
import { Outbox, Transactions } from '@demerit/messaging';
import { AuditStore, DomainClock, ImportRows, newId } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { EndingService } from '../bindings/ending.service';
import { checkEntry } from './plates.rules';
import { handedOver, isSameEntry, registeredFacts } from './register.rules';
import { VehiclesStore } from './vehicles.store';
import type { VehicleDocument } from './vehicles.types';

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
    const rows = new ImportRows(RegistryVehicle, batch.rows, checkEntry);
    const entries = new Map(
      rows.good.map(({ body }) => this.vehicles.entryOf(body)).map((entry) => [entry._id, entry]),
    );
    await this.transactions.run((session) => this.write(session, batch, [...entries.values()]), {
      timeoutMs: TIMEOUT_MS,
    });
    return rows.outcome();
  }

  private async write(
    session: ClientSession,
    { caller, importId }: ImportBatch,
    entries: Omit<VehicleDocument, 'version'>[],
  ): Promise<void> {
    const ids = entries.map(({ _id }) => _id);
    const before = await this.vehicles.findAll(ids, session);
    const stored = new Map(before.map((vehicle) => [vehicle._id, vehicle]));
    const changed = entries.flatMap((entry) => {
      const vehicle = stored.get(entry._id);
      if (vehicle && isSameEntry(vehicle, entry)) return [];
      return { ...entry, version: vehicle?.version ?? 0 };
    });
    if (changed.length === 0) return;
    const saved = await this.vehicles.saveAll(changed, session);
    await this.ending.endAll(handedOver(saved, before), this.clock.now(), session);
    await this.outbox.add(session, {
      type: 'vehicles.imported',
      key: newId('imb'),
      seq: 1,
      payload: { vehicles: saved.map(registeredFacts) },
    });
    const actor = caller.accountId;
    const after = { vehicleIds: saved.map(({ _id }) => _id) };
    await this.audit.add({ actor, act: 'vehicle.import', subject: importId, after }, session);
  }
}

import {
  IMPORT_BATCH_ROWS,
  RegistryVehicle,
  type Events,
  type ImportBatch,
  type ImportOutcome,
  type RejectedRow,
} from '@demerit/contracts';
import { Outbox, Transactions } from '@demerit/messaging';
import { DomainClock, ImportRows, newId, rejectedRow } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import type { Registrar } from './batch.rules';
import { EnteringService, type EntryRow } from './entering.service';
import { checkEntry } from './entries.rules';
import { registeredFacts } from './register.rules';
import type { VehicleDocument } from './vehicles.types';

/** Five hundred rows at once may wait for one another longer than a single command may. */
const TIMEOUT_MS = 20_000;

/** Many entries of the register at once: the same rows again change nothing. */
@Injectable()
export class ImportService {
  constructor(
    private readonly entering: EnteringService,
    private readonly clock: DomainClock,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox<Events>,
  ) {}

  /** A batch is written wholly or not at all; of two rows of one vehicle the later one holds. */
  async import(batch: ImportBatch): Promise<ImportOutcome> {
    const now = this.clock.now();
    const rows = new ImportRows(RegistryVehicle, batch.rows, (body) => checkEntry(body, now));
    const registrar = await this.entering.registrarOf(batch.caller);
    const rejected = await this.transactions.run(
      (session) => this.write(session, batch, rows.good, registrar),
      { timeoutMs: TIMEOUT_MS },
    );
    return rows.outcome(rejected);
  }

  private async write(
    session: ClientSession,
    { importId }: ImportBatch,
    rows: readonly EntryRow[],
    registrar: Registrar,
  ): Promise<RejectedRow[]> {
    const entered = await this.entering.enter(session, rows, registrar, importId);
    // A row may change two vehicles, where a plate goes from one to another.
    for (let from = 0; from < entered.saved.length; from += IMPORT_BATCH_ROWS) {
      await this.say(session, entered.saved.slice(from, from + IMPORT_BATCH_ROWS));
    }
    return [...entered.refused].map(([row, refusal]) => rejectedRow(row, refusal));
  }

  private async say(session: ClientSession, saved: readonly VehicleDocument[]): Promise<void> {
    await this.outbox.add(session, {
      type: 'vehicles.imported',
      key: newId('imb'),
      seq: 1,
      payload: { vehicles: saved.map(registeredFacts) },
    });
  }
}

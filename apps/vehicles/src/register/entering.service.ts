import type { Caller, Events, RegistryVehicle } from '@demerit/contracts';
import { Outbox, type OutboxEntry } from '@demerit/messaging';
import { AuditStore, DomainClock, newId } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { BindingsStore } from '../bindings/bindings.store';
import { EndingService } from '../bindings/ending.service';
import { PeopleStore } from '../people/people.store';
import { enterAll, type EnteredRows, type Registrar } from './batch.rules';
import { OwnersStore } from './owners.store';
import { ownerChanged, type Change } from './register.rules';
import { VehiclesStore } from './vehicles.store';
import type { VehicleDocument } from './vehicles.types';

export interface EntryRow {
  row: number;
  body: RegistryVehicle;
}

/** What was written of some entries: the vehicles as they are stored now. */
export interface Written extends EnteredRows {
  saved: VehicleDocument[];
}

/** Entries of the register and what follows from them in their transaction: owners of before, ends of bindings, audit. rules.md §2. */
@Injectable()
export class EnteringService {
  constructor(
    private readonly vehicles: VehiclesStore,
    private readonly owners: OwnersStore,
    private readonly people: PeopleStore,
    private readonly bindings: BindingsStore,
    private readonly ending: EndingService,
    private readonly audit: AuditStore,
    private readonly clock: DomainClock,
    private readonly outbox: Outbox<Events>,
  ) {}

  /** Asked before the transaction: identity says by what else somebody is known. */
  async registrarOf({ accountId }: Caller): Promise<Registrar> {
    const [self, bound] = await Promise.all([
      this.people.selfOf(accountId),
      this.bindings.activeOfAccount(accountId),
    ]);
    return { ...self, usedVehicleIds: bound.map(({ vehicleId }) => vehicleId) };
  }

  /** What was the same already is not written. The caller says the rest in an event. */
  async enter(
    session: ClientSession,
    rows: readonly EntryRow[],
    registrar: Registrar,
    importId?: string,
  ): Promise<Written> {
    const entries = rows.map(({ row, body }) => ({ row, entry: this.vehicles.entryOf(body) }));
    const plateIds = entries.map(({ entry }) => entry.plateId);
    const ofPlates = await this.vehicles.ofPlates(plateIds, session);
    const ofVins = await this.vehicles.ofVins(
      entries.map(({ entry }) => entry.vinKey),
      session,
    );
    const stored = {
      vehicles: [...new Map([...ofPlates, ...ofVins].map((one) => [one._id, one])).values()],
      former: await this.owners.ofPlates(plateIds, session),
    };
    const now = this.clock.now();
    const isImport = importId !== undefined;
    const entering = { now, isImport, registrar };
    const entered = enterAll(entries, stored, () => newId('own'), entering);
    await this.owners.saveAll(entered.former, session);
    const saved = await this.save(session, entered.changes);
    const changes = saved.map((after, index) => ({
      before: entered.changes[index]?.before ?? null,
      after,
    }));
    await this.endUse(session, entered.ends, now);
    await this.tell(session, changes, now);
    const by = { actor: registrar.accountId, ...(isImport && { importId }) };
    await this.writeDown(session, changes, rows, by);
    return { ...entered, saved };
  }

  private async save(
    session: ClientSession,
    changes: readonly Change[],
  ): Promise<VehicleDocument[]> {
    const moved = changes.filter(({ before, after }) => before?.vinInUse !== after.vinInUse);
    await this.vehicles.releaseVins(
      moved.map(({ after }) => after._id),
      session,
    );
    return this.vehicles.saveAll(
      changes.map(({ after }) => after),
      session,
    );
  }

  /** Whoever used these vehicles does so no longer. */
  private async endUse(
    session: ClientSession,
    ends: EnteredRows['ends'],
    now: Date,
  ): Promise<void> {
    for (const [because, ended] of Map.groupBy(ends, ([, because]) => because)) {
      const vehicleIds = ended.map(([vehicleId]) => vehicleId);
      await this.ending.endAll(vehicleIds, because, now, session);
    }
  }

  /** Whoever gained or lost a vehicle. */
  private async tell(session: ClientSession, changes: readonly Change[], now: Date): Promise<void> {
    const events = changes.flatMap((change): OutboxEntry<Events>[] => {
      const payload = ownerChanged(change, now);
      if (payload === undefined) return [];
      const { vehicleId: key, version: seq } = payload;
      return [{ type: 'vehicle.owner-changed', key, seq, payload }];
    });
    await this.outbox.add(session, events);
  }

  private async writeDown(
    session: ClientSession,
    changes: readonly Change[],
    rows: readonly EntryRow[],
    { actor, importId }: { actor: string; importId?: string },
  ): Promise<void> {
    const vins = rows
      .filter(({ body }) => body.correctsVin !== undefined)
      .flatMap(({ body: { vin, correctsVin = vin } }) => [vin, correctsVin])
      .map((vin): [string, string] => [this.vehicles.vinKey(vin), vin]);
    const engines = rows.map(({ body: { engineNumber } }): [string, string] => {
      return [this.vehicles.engineKey(engineNumber), engineNumber];
    });
    const numbers = new Map([...vins, ...engines]);
    const acts = changes.map((change) => ({
      ...this.vehicles.registration(actor, change, (key) => numbers.get(key)),
      ...(importId !== undefined && { importId }),
    }));
    await this.audit.addAll(acts, session);
  }
}

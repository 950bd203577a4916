import {
  holdersOf,
  ownCase,
  Refusal,
  yearAround,
  type Concerned,
  type OpeningBalance,
  type RegisteredLicence,
  type Self,
  type VehicleHolders,
  type VehicleThen,
} from '@demerit/contracts';
import { ServiceUnavailable } from '@demerit/messaging';
import type { ImportRow } from '@demerit/platform';
import type { EntryDocument, LedgerEvent, LicenceDocument, Terms } from '../account/account.types';
import { concernedByLicence } from '../account/own-case.rules';
import type { Cycle } from '../account/cycles.rules';
import { cycleId, emptyCycle, unusedVehicle } from '../limits/counts.rules';
import type { CycleBook } from '../limits/cycle-book';
import { openSlot, reverseSlot } from '../limits/limits.rules';
import type { CycleDocument, VehicleDocument } from '../limits/limits.types';
import { followLicence } from '../register/following.rules';
import { bringIn, checkOpening, openingAct, slotsOf } from './opening.rules';

/** A row, with what other services say of it. */
export interface OpeningRow extends ImportRow<OpeningBalance> {
  registered: RegisteredLicence | null;
  vehicles: (VehicleThen | null)[];
  /** Whose each vehicle is that balances of before name; null: the register has it no more. */
  taken: ReadonlyMap<string, VehicleHolders | null>;
}
/** A row that was refused. */
export interface RefusedRow {
  row: number;
  refusal: Refusal;
}

/** Rows of one transaction, one after the other over what was read for all of them. */
export class OpeningBatch {
  readonly refused: RefusedRow[] = [];
  readonly entries: EntryDocument[] = [];
  readonly events: LedgerEvent[] = [];
  readonly acts: ReturnType<typeof openingAct>[] = [];
  /** Those of which points were taken. */
  readonly vehicles = new Map<string, VehicleThen>();
  private readonly stored: ReadonlyMap<string, LicenceDocument>;
  private readonly licences: Map<string, LicenceDocument>;
  private readonly standing: Map<string, EntryDocument>;

  constructor(
    licences: readonly LicenceDocument[],
    standing: ReadonlyMap<string, EntryDocument>,
    private readonly terms: Terms,
  ) {
    this.stored = new Map(licences.map((licence) => [licence._id, licence]));
    this.licences = new Map(this.stored);
    this.standing = new Map(standing);
  }

  /** What is about the registrar, by licence or by vehicle, is for somebody else. */
  enter({ row, body, registered, vehicles, taken }: OpeningRow, registrar: Self): void {
    const licenceId = registered?.licenceId ?? '';
    const [licence, before] = [this.licences.get(licenceId), this.standing.get(licenceId)];
    const concerned = registered ? concernedByLicence(registered) : {};
    const outcome =
      ownCase(registrar, concerned, ...vehicles.map(holdersOf), ...this.takenBack(before, taken)) ??
      checkOpening(body, { registered, vehicles, licence, before }, this.terms);
    if (outcome instanceof Refusal) this.refused.push({ row, refusal: outcome });
    if (outcome !== undefined || !registered) return;

    const named = vehicles.filter((vehicle) => vehicle !== null);
    const slots = slotsOf(body, named, registered);
    const account = { licence: licence ?? this.unclaimed(registered), before };
    const brought = bringIn(body, slots, account, this.terms);
    for (const vehicle of named) this.vehicles.set(vehicle.vehicleId, vehicle);
    this.licences.set(licenceId, brought.licence);
    this.standing.set(licenceId, brought.entry);
    this.entries.push(...brought.entries);
    this.events.push(...brought.events);
    this.acts.push(openingAct(registrar.accountId, before, brought.entry));
  }

  changed(): LicenceDocument[] {
    return [...this.licences.values()].filter((one) => this.stored.get(one._id) !== one);
  }

  /** Those with entries of before, as they were. */
  changedBefore(): LicenceDocument[] {
    return this.changed().flatMap(({ _id }) => {
      const before = this.stored.get(_id);
      return before && before.seq > 0 ? [before] : [];
    });
  }

  /** Those whose counts change, as they are while nothing counts in them. */
  cyclesTouched(): CycleDocument[] {
    const empty = this.entries.flatMap(({ licenceId, cycleStartsOn, opening }) =>
      (opening?.slots ?? []).flatMap(({ vehicleId, vehicleCycle }) => [
        emptyCycle('licence', licenceId, cycleNamed(cycleStartsOn)),
        emptyCycle('vehicle', vehicleId, cycleNamed(vehicleCycle)),
      ]),
    );
    return [...new Map(empty.map((cycle) => [cycle._id, cycle])).values()];
  }

  /** Ids of those whose counts change, and of those of which points were taken. */
  vehiclesTouched(): string[] {
    const touched = this.cyclesTouched().filter(({ kind }) => kind === 'vehicle');
    return [...new Set([...this.vehicles.keys(), ...touched.map(({ subjectId }) => subjectId)])];
  }

  countIn(cycles: CycleBook): void {
    for (const { type, licenceId, cycleStartsOn, opening } of this.entries) {
      const by = type === 'reverse' ? reverseSlot : openSlot;
      for (const { vehicleId, vehicleCycle, ownVehicle } of opening?.slots ?? []) {
        const ofLicence = cycleId('licence', licenceId, cycleStartsOn);
        cycles.change(ofLicence, (cycle) => by(cycle, vehicleId, ownVehicle));
        const ofVehicle = cycleId('vehicle', vehicleId, vehicleCycle);
        cycles.change(ofVehicle, (cycle) => by(cycle, licenceId, ownVehicle));
      }
    }
  }

  /** Those that the ledger has not seen before. */
  vehiclesBut(seen: readonly VehicleDocument[]): VehicleDocument[] {
    const ids = new Set(seen.map(({ _id }) => _id));
    return [...this.vehicles.values()]
      .filter(({ vehicleId }) => !ids.has(vehicleId))
      .map(({ vehicleId: _id, registeredOn }) => unusedVehicle({ _id, registeredOn }));
  }

  /** Whom the vehicles of a balance that is corrected are about. */
  private takenBack(before: EntryDocument | undefined, taken: OpeningRow['taken']): Concerned[] {
    const slots = before?.opening?.slots ?? [];
    return slots.map(({ vehicleId }) => {
      const holders = this.vehicles.get(vehicleId) ?? taken.get(vehicleId);
      // It was entered after others were asked.
      if (holders === undefined)
        throw new ServiceUnavailable('ledger', 'another balance came first');
      return holdersOf(holders);
    });
  }

  /** A licence that the ledger sees for the first time, claimed or not. */
  private unclaimed({ accountId, ...registered }: RegisteredLicence): LicenceDocument {
    const followed = followLicence(null, { ...registered, accountId: accountId ?? '' }, this.terms);
    if (!followed) throw new Error(`nothing is said of ${registered.licenceId}`);
    return followed.licence;
  }
}

function cycleNamed(startsOn: string): Cycle {
  return yearAround(startsOn, startsOn);
}

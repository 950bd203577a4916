import { type Cycle } from '../src/account/cycles.rules';
import { cycleId, emptyCycle, moveCycles } from '../src/limits/counts.rules';
import type { CaseFile, CycleDocument, Kind, VehicleDocument } from '../src/limits/limits.types';
import type {
  EntryDocument,
  LedgerEvent,
  LicenceDocument,
  PersonDocument,
} from '../src/account/account.types';
import type { ReservationDocument } from '../src/reservations/reservations.types';
import type { TargetDocument } from '../src/review/review.types';
import { type Educated } from '../src/full-score/full-score.rules';
import { accountOf, type LicenceAccount } from '../src/account/items.rules';
import { type Recutting } from '../src/register/following.rules';
import { type Change } from '../src/reservations/reservations.rules';

/** The process died before the transaction committed: nothing of the command is left. */
export class Crash extends Error {}

/** For specs: documents, entries and events in maps instead of a database, with its unique indexes as errors. */
export class MemoryBooks {
  /** The next commit does not happen. */
  crashNext = false;
  readonly licences = new Map<string, LicenceDocument>();
  readonly people = new Map<string, PersonDocument>();
  readonly vehicles = new Map<string, VehicleDocument>();
  readonly cycles = new Map<string, CycleDocument>();
  readonly reservations = new Map<string, ReservationDocument>();
  readonly targets = new Map<string, TargetDocument>();
  readonly entries: EntryDocument[] = [];
  readonly events: LedgerEvent[] = [];
  private readonly unique = new Set<string>();

  account(licence: LicenceDocument): LicenceAccount {
    const entries = this.entries.filter(({ licenceId }) => licenceId === licence._id);
    const paidAt = [...this.reservations.values()].flatMap((one): [string, string][] =>
      one.paidAt ? [[one._id, one.paidAt]] : [],
    );
    return accountOf(licence, entries, new Map(paidAt));
  }

  openTargets(): TargetDocument[] {
    return [...this.targets.values()].filter((target) => target.open);
  }

  /** What counted in one cycle counts in the other. */
  move(kind: Kind, subjectId: string, { from, to }: Recutting): void {
    if (from.startsOn === to.startsOn) return;
    const written = (cycle: Cycle): CycleDocument => {
      const empty = emptyCycle(kind, subjectId, cycle);
      return this.cycles.get(empty._id) ?? empty;
    };
    const then = this.cycle(emptyCycle(kind, subjectId, to));
    for (const cycle of moveCycles([written(from), then], written(to))) keep(this.cycles, cycle);
  }

  /** Ids of cycles whose place another one took. */
  moved(): Map<string, string> {
    return new Map(
      [...this.cycles.values()].flatMap(({ _id, kind, subjectId, movedTo }) =>
        movedTo === undefined ? [] : [[_id, cycleId(kind, subjectId, movedTo)] as const],
      ),
    );
  }

  withCycles(
    licence: LicenceDocument,
    vehicle: VehicleDocument,
    cycles: Readonly<Record<Kind, Cycle>>,
  ): CaseFile {
    return {
      licence,
      vehicle,
      licenceCycle: this.cycle(emptyCycle('licence', licence._id, cycles.licence)),
      vehicleCycle: this.cycle(emptyCycle('vehicle', vehicle._id, cycles.vehicle)),
    };
  }

  cycle(empty: CycleDocument): CycleDocument {
    const { kind, subjectId, movedTo } = this.cycles.get(empty._id) ?? empty;
    if (movedTo === undefined) return this.cycles.get(empty._id) ?? empty;
    return this.cycle({ ...empty, _id: cycleId(kind, subjectId, movedTo) });
  }

  commit(change: Change, before: CaseFile): void {
    this.crashIfAsked();
    const { reservation, caseFile = before, person, entries = [], targets = [] } = change;
    const { licence, vehicle, licenceCycle, vehicleCycle } = caseFile;
    if (reservation) keep(this.reservations, reservation);
    if (licence !== before.licence) keep(this.licences, licence);
    if (vehicle !== before.vehicle) keep(this.vehicles, vehicle);
    if (licenceCycle !== before.licenceCycle) keep(this.cycles, licenceCycle);
    if (vehicleCycle !== before.vehicleCycle) keep(this.cycles, vehicleCycle);
    if (person) keep(this.people, person);
    for (const target of targets) keep(this.targets, target);
    this.append(entries, change.events ?? []);
  }

  write({ licence, entries, events }: Pick<Educated, 'licence' | 'entries' | 'events'>): void {
    this.crashIfAsked();
    keep(this.licences, licence);
    this.append(entries, events);
  }

  private append(entries: readonly EntryDocument[], events: readonly LedgerEvent[]): void {
    for (const entry of entries) {
      this.once(`entry ${entry._id}`);
      this.once(`cause ${entry.type} ${entry.causeId}`);
      this.entries.push(entry);
    }
    for (const event of events) this.say(event);
  }

  crashIfAsked(): void {
    if (!this.crashNext) return;
    this.crashNext = false;
    throw new Crash();
  }

  say(event: LedgerEvent): void {
    this.once(`event ${event.key} ${event.seq} ${event.type}`);
    this.events.push(event);
  }

  private once(key: string): void {
    if (this.unique.has(key)) throw new Error(`twice: ${key}`);
    this.unique.add(key);
  }
}

/** As the store does it: made of the version that is stored, and raised by one. */
export function keep<T extends { _id: string; version: number }>(
  rows: Map<string, T>,
  next: T,
): void {
  const stored = rows.get(next._id)?.version ?? 0;
  if (next.version !== stored)
    throw new Error(`${next._id}: made of ${next.version}, not ${stored}`);
  rows.set(next._id, { ...next, version: stored + 1 });
}

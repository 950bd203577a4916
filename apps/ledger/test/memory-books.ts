import { type Cycle } from '../src/account/cycles.rules';
import {
  countingWithin,
  cycleId,
  cyclesWithin,
  cycleWithin,
  emptyCycle,
  kindOf,
  moveCycles,
  settled,
} from '../src/limits/counts.rules';
import type {
  CaseFile,
  CycleDocument,
  Kind,
  Subject,
  VehicleDocument,
} from '../src/limits/limits.types';
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
  readonly reservations = new Map<string, ReservationDocument>();
  readonly targets = new Map<string, TargetDocument>();
  readonly entries: EntryDocument[] = [];
  readonly events: LedgerEvent[] = [];
  private readonly unique = new Set<string>();
  private readonly beside = new Map<string, CycleDocument>();

  /** Whether new licences and vehicles have their cycles within. */
  constructor(private readonly isWithin: boolean) {}

  /** Wherever they stand. */
  get cycles(): Map<string, CycleDocument> {
    const subjects = [...this.licences.values(), ...this.vehicles.values()];
    const within = subjects.flatMap(cyclesWithin);
    return new Map([...this.beside.values(), ...within].map((cycle) => [cycle._id, cycle]));
  }

  begin<T extends Subject>(unused: T): T {
    return this.isWithin ? { ...unused, cycles: [] } : unused;
  }

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
  moved(subject: Subject, recut: Recutting | undefined): CycleDocument[] {
    if (!recut || recut.from.startsOn === recut.to.startsOn) return [];
    const written = (cycle: Cycle): CycleDocument => {
      const empty = emptyCycle(kindOf(subject), subject._id, cycle);
      const within = cycleWithin(subject, cycle.startsOn);
      return within ?? this.beside.get(empty._id) ?? empty;
    };
    const then = this.cycle(subject, recut.to);
    return moveCycles([written(recut.from), then], written(recut.to));
  }

  /** Ids of cycles whose place another one took. */
  moves(): Map<string, string> {
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
      licenceCycle: this.cycle(licence, cycles.licence),
      vehicleCycle: this.cycle(vehicle, cycles.vehicle),
    };
  }

  cycle(subject: Subject, cycle: Cycle): CycleDocument {
    const empty = emptyCycle(kindOf(subject), subject._id, cycle);
    return countingWithin(subject, cycle.startsOn) ?? this.countingBeside(empty._id) ?? empty;
  }

  private countingBeside(id: string): CycleDocument | undefined {
    const written = this.beside.get(id);
    if (written?.movedTo === undefined) return written;
    return this.countingBeside(cycleId(written.kind, written.subjectId, written.movedTo));
  }

  commit(change: Change, before: CaseFile): void {
    this.crashIfAsked();
    const { reservation, caseFile = before, person, entries = [], targets = [] } = change;
    const { licence, vehicle, licenceCycle, vehicleCycle } = caseFile;
    if (reservation) keep(this.reservations, reservation);
    const ofLicence = licenceCycle === before.licenceCycle ? [] : [licenceCycle];
    this.settle(this.licences, licence, ofLicence, before.licence);
    const ofVehicle = vehicleCycle === before.vehicleCycle ? [] : [vehicleCycle];
    this.settle(this.vehicles, vehicle, ofVehicle, before.vehicle);
    if (person) keep(this.people, person);
    for (const target of targets) keep(this.targets, target);
    this.append(entries, change.events ?? []);
  }

  /** Keeps a licence or vehicle that is another than before, with those of its cycles that changed. */
  settle<T extends Subject>(
    rows: Map<string, T>,
    after: T,
    changed: readonly CycleDocument[],
    before?: T,
  ): void {
    const { subject, beside } = settled(after, changed);
    if (subject !== before) keep(rows, subject);
    for (const cycle of beside) keep(this.beside, cycle);
  }

  write(
    { licence, entries, events }: Pick<Educated, 'licence' | 'entries' | 'events'>,
    changed: readonly CycleDocument[] = [],
  ): void {
    this.crashIfAsked();
    this.settle(this.licences, licence, changed);
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

import type { Policy, ReservePoints } from '@demerit/contracts';
import { cycleAt, unusedLicence } from '../src/account/cycles.rules';
import { emptyCycle, unusedVehicle } from '../src/limits/counts.rules';
import { postRollOver } from '../src/account/entries.rules';
import type { CaseFile, CycleDocument, VehicleDocument } from '../src/limits/limits.types';
import type {
  EntryDocument,
  LedgerEvent,
  LicenceDocument,
  RecordedBecause,
  Terms,
} from '../src/account/account.types';
import type { ReservationDocument } from '../src/reservations/reservations.types';
import type { TargetDocument } from '../src/review/review.types';
import { recordEducation, type Educated } from '../src/education/full-score.rules';
import { reduceByStudy } from '../src/education/studies.rules';
import type { LicenceAccount } from '../src/account/items.rules';
import { record } from '../src/reservations/recording.rules';
import {
  answerOf,
  release,
  reserve,
  tombstone,
  type Change,
} from '../src/reservations/reservations.rules';
import { checkRevocable, revoke } from '../src/reservations/reversal.rules';
import { review, type TargetIds } from '../src/review/review.rules';
import { seal } from '../src/account/seal';
import { withStanding } from '../src/review/standing.rules';

/** The process died before the transaction committed: nothing of the command is left. */
export class Crash extends Error {}

/** For specs: the rules over maps instead of a database, with its unique indexes as errors. One command at a time. */
export class MemoryLedger {
  /** The next commit does not happen. */
  crashNext = false;
  readonly licences = new Map<string, LicenceDocument>();
  readonly vehicles = new Map<string, VehicleDocument>();
  readonly cycles = new Map<string, CycleDocument>();
  readonly reservations = new Map<string, ReservationDocument>();
  readonly targets = new Map<string, TargetDocument>();
  readonly entries: EntryDocument[] = [];
  readonly events: LedgerEvent[] = [];
  private readonly unique = new Set<string>();
  private targetCount = 0;

  constructor(private readonly policy: Policy) {}

  /** The refusal's code, or `ok`. */
  reserve(request: ReservePoints, now: Date): string {
    const existing = this.reservations.get(request.handlingId);
    if (existing) return codeOf(answerOf(existing));
    const caseFile = this.open(request, now);
    const change = reserve(
      request,
      caseFile,
      this.openTargets(),
      this.newTargetIds(),
      this.at(now),
    );
    this.commit(change, caseFile);
    return codeOf(answerOf(change.reservation));
  }

  record(handlingId: string, because: RecordedBecause, now: Date): void {
    const reservation = this.reservations.get(handlingId);
    if (!reservation) return;
    if (reservation.state === 'refused' || reservation.licenceId === '') return;
    const caseFile = this.reopen(reservation);
    this.commit(record(reservation, caseFile, because, this.at(now)), caseFile);
  }

  withdraw(handlingId: string, now: Date): void {
    const reservation = this.reservations.get(handlingId);
    if (!reservation) {
      const nobody = { _id: handlingId, accountId: '', licenceId: '', vehicleId: '' };
      this.crashIfAsked();
      keep(this.reservations, tombstone(nobody, this.at(now)));
    } else if (reservation.state === 'reserved') {
      const caseFile = this.reopen(reservation);
      this.commit(release(reservation, caseFile, this.at(now)), caseFile);
    }
  }

  /** The refusal's code, `ok` or `none`. */
  revoke(handlingId: string, now: Date): string {
    const reservation = this.reservations.get(handlingId);
    if (!reservation || reservation.licenceId === '') return 'none';
    const refusal = checkRevocable(reservation);
    if (refusal) return refusal.code;
    const caseFile = this.reopen(reservation);
    this.commit(
      revoke(reservation, caseFile, this.account(caseFile.licence), this.at(now)),
      caseFile,
    );
    return 'ok';
  }

  /** Days of study beyond all need, then each exam that is still required. Whether the education ended. */
  educate(licenceId: string, now: Date): boolean {
    let completed = false;
    const take = (
      body: { studyDays: number } | { examPassed: 1 | 2 | 3 },
    ): Educated | undefined => {
      const licence = this.licences.get(licenceId);
      const step = licence && recordEducation(body, licence, this.at(now));
      if (!step || 'code' in step) return undefined;
      this.write(step);
      completed = step.completed;
      return step;
    };
    const order = take({ studyDays: 120 })?.order;
    for (const examPassed of order?.examsRequired ?? []) take({ examPassed });
    return completed;
  }

  /** The refusal's code, or how many points were taken off. */
  study(licenceId: string, reducedInCycle: number, studyId: string, now: Date): string | number {
    const licence = this.licences.get(licenceId);
    if (!licence) return 'none';
    const facts = { reducedInCycle, tradedOn: [], holds: [], isUsed: false };
    const body = { kind: 'on_site', certificate: studyId } as const;
    const studied = reduceByStudy(body, licence, facts, studyId, this.at(now));
    if ('code' in studied) return studied.code;
    this.write({ ...studied, events: [] });
    return studied.study.points;
  }

  /** Brings a licence into the cycle that runs, as the job does. */
  rollOver(licenceId: string, now: Date): void {
    const licence = this.licences.get(licenceId);
    if (!licence) return;
    const rolled = postRollOver(licence, this.at(now));
    if (rolled.licence === licence) return;
    this.write({ ...rolled, events: [] });
  }

  account({ _id, firstIssuedOn }: LicenceDocument): LicenceAccount {
    const entries = this.entries.filter(({ licenceId }) => licenceId === _id);
    const paidAt = [...this.reservations.values()].flatMap((one): [string, string][] =>
      one.paidAt ? [[one._id, one.paidAt]] : [],
    );
    return { firstIssuedOn, entries, paidAt: new Map(paidAt) };
  }

  /** Decides the open target of a subject, if there is one; the refusal's code, `ok` or `none`. */
  review(
    subjectId: string,
    decision: 'release' | 'confirm',
    extraSlots: number,
    now: Date,
  ): string {
    const target = this.openTargets().find((one) => one.subjectId === subjectId);
    if (!target) return 'none';
    const isLicence = target.kind === 'licence';
    const licence = this.licences.get(subjectId);
    const vehicle = this.vehicles.get(subjectId);
    const subject = isLicence ? licence : vehicle;
    const origin = isLicence ? licence?.firstIssuedOn : vehicle?.registeredOn;
    if (!subject || !origin) throw new Error(`a target of ${subjectId}, of which nothing is known`);
    const cycle = this.cycle(emptyCycle(target.kind, subjectId, cycleAt(origin, now)));
    const slots = decision === 'release' && extraSlots > 0 ? { extraSlots } : {};
    const body = { decision, reason: 'looked at', ...slots };
    const command = { ifMatch: `"${target.version}"`, by: 'acc_reviewer', body };
    const outcome = review(command, target, subject.standing, cycle, now);
    if ('code' in outcome) return outcome.code;
    this.crashIfAsked();
    const { standing } = outcome;
    if (licence && isLicence) keep(this.licences, withStanding(licence, standing));
    if (vehicle && !isLicence) keep(this.vehicles, withStanding(vehicle, standing));
    if (outcome.cycle !== cycle) keep(this.cycles, outcome.cycle);
    keep(this.targets, outcome.target);
    if (outcome.event) this.say(outcome.event);
    return 'ok';
  }

  openTargets(): TargetDocument[] {
    return [...this.targets.values()].filter((target) => target.open);
  }

  private at(now: Date): Terms {
    return { now, policy: this.policy, seal };
  }

  private newTargetIds(): TargetIds {
    this.targetCount += 1;
    return { licence: `krt_${this.targetCount}`, vehicle: `krt_${this.targetCount}v` };
  }

  private open(request: ReservePoints, now: Date): CaseFile {
    const { licenceId, accountId, personKey, vehicleId } = request;
    const person = { _id: licenceId, accountId, personKey };
    const firstIssuedOn = request.licenceFirstIssuedOn;
    const car = { _id: vehicleId, registeredOn: request.vehicleRegisteredOn };
    return this.withCycles(
      this.licences.get(licenceId) ?? unusedLicence({ ...person, firstIssuedOn }, now),
      this.vehicles.get(vehicleId) ?? unusedVehicle(car),
      new Date(request.decidedAt),
    );
  }

  private reopen({ _id, licenceId, vehicleId, decidedAt }: ReservationDocument): CaseFile {
    const licence = this.licences.get(licenceId);
    const vehicle = this.vehicles.get(vehicleId);
    if (!licence || !vehicle) throw new Error(`nothing is known behind ${_id}`);
    return this.withCycles(licence, vehicle, new Date(decidedAt));
  }

  private withCycles(
    licence: LicenceDocument,
    vehicle: VehicleDocument,
    decidedAt: Date,
  ): CaseFile {
    const ofLicence = cycleAt(licence.firstIssuedOn, decidedAt);
    const ofVehicle = cycleAt(vehicle.registeredOn, decidedAt);
    return {
      licence,
      vehicle,
      licenceCycle: this.cycle(emptyCycle('licence', licence._id, ofLicence)),
      vehicleCycle: this.cycle(emptyCycle('vehicle', vehicle._id, ofVehicle)),
    };
  }

  private cycle(empty: CycleDocument): CycleDocument {
    return this.cycles.get(empty._id) ?? empty;
  }

  private commit(change: Change, before: CaseFile): void {
    this.crashIfAsked();
    const { reservation, caseFile = before, entries = [], targets = [], events = [] } = change;
    const { licence, vehicle, licenceCycle, vehicleCycle } = caseFile;
    if (reservation) keep(this.reservations, reservation);
    if (licence !== before.licence) keep(this.licences, licence);
    if (vehicle !== before.vehicle) keep(this.vehicles, vehicle);
    if (licenceCycle !== before.licenceCycle) keep(this.cycles, licenceCycle);
    if (vehicleCycle !== before.vehicleCycle) keep(this.cycles, vehicleCycle);
    for (const target of targets) keep(this.targets, target);
    this.append(entries, events);
  }

  private write({
    licence,
    entries,
    events,
  }: Pick<Educated, 'licence' | 'entries' | 'events'>): void {
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

  private crashIfAsked(): void {
    if (!this.crashNext) return;
    this.crashNext = false;
    throw new Crash();
  }

  private say(event: LedgerEvent): void {
    this.once(`event ${event.key} ${event.seq} ${event.type}`);
    this.events.push(event);
  }

  private once(key: string): void {
    if (this.unique.has(key)) throw new Error(`twice: ${key}`);
    this.unique.add(key);
  }
}

/** As the store does it: made of the version that is stored, and raised by one. */
function keep<T extends { _id: string; version: number }>(rows: Map<string, T>, next: T): void {
  const stored = rows.get(next._id)?.version ?? 0;
  if (next.version !== stored)
    throw new Error(`${next._id}: made of ${next.version}, not ${stored}`);
  rows.set(next._id, { ...next, version: stored + 1 });
}

function codeOf(answer: ReturnType<typeof answerOf>): string {
  return 'code' in answer ? answer.code : 'ok';
}

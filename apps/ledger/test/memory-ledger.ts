import {
  daysBetween,
  shanghaiDay,
  type EducationBody,
  type LicenceClaimed,
  type Policy,
  type ReservePoints,
} from '@demerit/contracts';
import { cycleAt, unusedLicence } from '../src/account/cycles.rules';
import { cyclesOf, unusedVehicle } from '../src/limits/counts.rules';
import { postRollOver } from '../src/account/entries.rules';
import type { CaseFile, NewCaseFile } from '../src/limits/limits.types';
import type { RecordedBecause, Terms } from '../src/account/account.types';
import type { ReservationDocument } from '../src/reservations/reservations.types';
import type { TargetDocument } from '../src/review/review.types';
import { applyFullScore, recordEducation, type Educated } from '../src/full-score/full-score.rules';
import { reduceByStudy } from '../src/education/studies.rules';
import { replay, studiedIn } from '../src/account/items.rules';
import { followLicence, followVehicle } from '../src/register/following.rules';
import { record } from '../src/reservations/recording.rules';
import { answerOf, release, reserve, tombstone } from '../src/reservations/reservations.rules';
import { checkRevocable, revoke } from '../src/reservations/reversal.rules';
import { review, type TargetIds } from '../src/review/review.rules';
import { seal } from '../src/account/seal';
import { personOf, withStanding } from '../src/review/standing.rules';
import { keep, MemoryBooks } from './memory-books';

export { Crash } from './memory-books';

/** For specs: the rules over maps instead of a database. One command at a time. */
export class MemoryLedger {
  readonly books: MemoryBooks;
  readonly licences: MemoryBooks['licences'];
  readonly vehicles: MemoryBooks['vehicles'];
  readonly reservations: MemoryBooks['reservations'];
  readonly entries: MemoryBooks['entries'];
  readonly events: MemoryBooks['events'];
  private targetCount = 0;

  /** `cyclesWithin`: as licences and vehicles have them in a database that is contracted. */
  constructor(
    private readonly policy: Policy,
    { cyclesWithin = true } = {},
  ) {
    this.books = new MemoryBooks(cyclesWithin);
    ({
      licences: this.licences,
      vehicles: this.vehicles,
      reservations: this.reservations,
      entries: this.entries,
      events: this.events,
    } = this.books);
  }

  get cycles(): MemoryBooks['cycles'] {
    return this.books.cycles;
  }

  /** The refusal's code, or `ok`. */
  reserve(request: ReservePoints, now: Date): string {
    const existing = this.reservations.get(request.handlingId);
    if (existing) return codeOf(answerOf(existing));
    const caseFile = this.open(request, now);
    const change = reserve(
      request,
      caseFile,
      this.books.openTargets(),
      this.newTargetIds(),
      this.at(now),
    );
    this.books.commit(change, caseFile);
    return codeOf(answerOf(change.reservation));
  }

  /** `at`: when it happened, heard now. */
  record(handlingId: string, because: RecordedBecause, now: Date, at?: string): void {
    const reservation = this.reservations.get(handlingId);
    if (!reservation) return;
    if (reservation.state === 'refused' || reservation.licenceId === '') return;
    const caseFile = this.reopen(reservation);
    const account = this.books.account(caseFile.licence);
    const hearing = { at, account };
    this.books.commit(record(reservation, caseFile, because, this.at(now), hearing), caseFile);
  }

  withdraw(handlingId: string, now: Date): void {
    const reservation = this.reservations.get(handlingId);
    if (!reservation) {
      const nobody = { _id: handlingId, accountId: '', licenceId: '', vehicleId: '' };
      this.books.crashIfAsked();
      keep(this.reservations, tombstone(nobody, this.at(now)));
    } else if (reservation.state === 'reserved') {
      const caseFile = this.reopen(reservation);
      this.books.commit(release(reservation, caseFile, this.at(now)), caseFile);
    }
  }

  /** The refusal's code, `ok` or `none`. */
  revoke(handlingId: string, now: Date): string {
    const reservation = this.reservations.get(handlingId);
    if (!reservation || reservation.licenceId === '') return 'none';
    const refusal = checkRevocable(reservation);
    if (refusal) return refusal.code;
    const caseFile = this.reopen(reservation);
    this.books.commit(
      revoke(reservation, caseFile, this.books.account(caseFile.licence), this.at(now)),
      caseFile,
    );
    return 'ok';
  }

  /** All days of study that have passed, then each exam that is still required. Whether the education ended. */
  educate(licenceId: string, now: Date): boolean {
    let completed = false;
    const take = (
      body: { studyDays?: number } | { examPassed: 1 | 2 | 3 },
    ): Educated | undefined => {
      const licence = this.licences.get(licenceId);
      const step = licence && recordEducation(body, licence, this.at(now));
      if (!step || 'code' in step) return undefined;
      this.books.write(step);
      completed = step.completed;
      return step;
    };
    const { since = '', studyDays = 0 } = this.licences.get(licenceId)?.education ?? {};
    const days = since && daysBetween(shanghaiDay(new Date(since)), shanghaiDay(now)) - studyDays;
    const order = take(days ? { studyDays: days } : {})?.order;
    for (const examPassed of order?.examsRequired ?? []) take({ examPassed });
    return completed;
  }

  /** What an officer records; the refusal's code, or how it stands then. */
  teach(licenceId: string, body: EducationBody, now: Date): string {
    const licence = this.licences.get(licenceId);
    const step = licence && recordEducation(body, licence, this.at(now));
    if (!step) return 'none';
    if ('code' in step) return step.code;
    this.books.write(step);
    return step.order.status;
  }

  /** The refusal's code, or how many points were taken off. */
  study(licenceId: string, studyId: string, now: Date): string | number {
    const licence = this.licences.get(licenceId);
    if (!licence) return 'none';
    const { startsOn } = cycleAt(licence.firstIssuedOn, now);
    const reducedInCycle = studiedIn(replay(this.books.account(licence), startsOn), startsOn);
    const study = { kind: 'on_site', licenceId, completedOn: '2025-01-01' } as const;
    const certificate = { _id: studyId, ...study, version: 1 };
    const facts = { reducedInCycle, tradedOn: [], holds: [], certificate, isUsed: false };
    const body = { kind: 'on_site', certificate: studyId } as const;
    const studied = reduceByStudy(body, licence, facts, studyId, this.at(now));
    if ('code' in studied) return studied.code;
    this.books.write({ ...studied, events: [] });
    return studied.study.points;
  }

  /** Brings a licence into the cycle that runs, as the job does. */
  rollOver(licenceId: string, now: Date): void {
    const licence = this.licences.get(licenceId);
    if (!licence) return;
    const rolled = postRollOver(licence, this.at(now));
    if (rolled.licence === licence) return;
    this.books.write({ ...rolled, events: [] });
  }

  /** What identity says of a licence. */
  followLicence(news: LicenceClaimed, now: Date): void {
    const before = this.licences.get(news.licenceId) ?? null;
    const followed = followLicence(before, news, this.at(now));
    if (!followed) return;
    const licence = before ? followed.licence : this.books.begin(followed.licence);
    this.books.write({ ...followed, licence }, this.books.moved(licence, followed.recut));
  }

  followVehicle(vehicleId: string, registeredOn: string, version: number, now: Date): void {
    const before = this.vehicles.get(vehicleId);
    const said = { plateType: 'small', commercial: false, ownerKey: 'person' } as const;
    const news = { vehicleId, registeredOn, version, ...said };
    const followed = before && followVehicle(before, news, now);
    if (!followed) return;
    const moved = this.books.moved(followed.vehicle, followed.recut);
    this.books.settle(this.vehicles, followed.vehicle, moved);
  }

  /** As the daily job does it when the policy is another one. */
  applyFullScore(licenceId: string, fullScore: number, now: Date): void {
    const licence = this.licences.get(licenceId);
    if (!licence) return;
    const policy = Object.assign(Object.create(this.policy) as Policy, { fullScore });
    const applied = applyFullScore(licence, { ...this.at(now), policy });
    if (applied.events.length > 0) this.books.write(applied);
  }

  /** Extra slots, without a review. */
  grant(licenceId: string, extraSlots: number, now: Date): void {
    const licence = this.licences.get(licenceId)!;
    const cycle = this.books.cycle(licence, cycleAt(licence.firstIssuedOn, now));
    this.books.settle(this.licences, licence, [{ ...cycle, extraSlots }]);
  }

  /**
   * Decides the open target of an account or vehicle, if there is one; the refusal's code, `ok` or `none`. Extra slots go to the subject: the
   * vehicle, or the licence that the person has now.
   */
  review(
    who: string,
    { _id: subjectId, origin }: { _id: string; origin: string },
    decision: 'release' | 'confirm',
    extraSlots: number,
    now: Date,
  ): string {
    const isListed = ({ kind, ...target }: TargetDocument): boolean =>
      who === (kind === 'licence' ? target.accountId : target.subjectId);
    const target = this.books.openTargets().find(isListed);
    if (!target) return 'none';
    const vehicle = this.vehicles.get(who);
    const subject =
      target.kind === 'licence' ? personOf(who, this.books.people.get(who) ?? null, null) : vehicle;
    if (!subject) throw new Error(`a target of ${who}, of which nothing is known`);
    const licence =
      this.licences.get(subjectId) ??
      this.books.begin(
        unusedLicence(
          { _id: subjectId, accountId: who, personKey: `person_${who}`, firstIssuedOn: origin },
          now,
        ),
      );
    const counted = vehicle ?? licence;
    const cycle = this.books.cycle(counted, cycleAt(origin, now));
    const slots = decision === 'release' && extraSlots > 0 ? { extraSlots } : {};
    const body = { decision, reason: 'looked at', ...slots };
    const command = { ifMatch: `"${target.version}"`, by: 'acc_reviewer', body };
    const outcome = review(command, target, subject.standing, cycle, now);
    if ('code' in outcome) return outcome.code;
    this.books.crashIfAsked();
    const { standing } = outcome;
    const changed = outcome.cycle && outcome.cycle !== cycle ? [outcome.cycle] : [];
    if ('registeredOn' in subject)
      this.books.settle(this.vehicles, withStanding(subject, standing), changed);
    else {
      keep(this.books.people, withStanding(subject, standing));
      this.books.settle(this.licences, licence, changed, licence);
    }
    keep(this.books.targets, outcome.target);
    if (outcome.event) this.books.say(outcome.event);
    return 'ok';
  }

  private at(now: Date): Terms {
    return { now, policy: this.policy, seal };
  }

  private newTargetIds(): TargetIds {
    this.targetCount += 1;
    return { licence: `krt_${this.targetCount}`, vehicle: `krt_${this.targetCount}v` };
  }

  private open(request: ReservePoints, now: Date): NewCaseFile {
    const { licenceId, accountId, personKey, vehicleId } = request;
    const holder = { _id: licenceId, accountId, personKey };
    const firstIssuedOn = request.licenceFirstIssuedOn;
    const car = { _id: vehicleId, registeredOn: request.vehicleRegisteredOn };
    const licence =
      this.licences.get(licenceId) ??
      this.books.begin(unusedLicence({ ...holder, firstIssuedOn }, now));
    const vehicle = this.vehicles.get(vehicleId) ?? this.books.begin(unusedVehicle(car));
    const { decidedAt } = request;
    const cycles = cyclesOf({ decidedAt }, licence, vehicle);
    const person = personOf(accountId, this.books.people.get(accountId) ?? null, licence);
    return { ...this.books.withCycles(licence, vehicle, cycles), person };
  }

  private reopen(reservation: ReservationDocument): CaseFile {
    const { _id, licenceId, vehicleId } = reservation;
    const licence = this.licences.get(licenceId);
    const vehicle = this.vehicles.get(vehicleId);
    if (!licence || !vehicle) throw new Error(`nothing is known behind ${_id}`);
    return this.books.withCycles(licence, vehicle, cyclesOf(reservation, licence, vehicle));
  }
}

function codeOf(answer: ReturnType<typeof answerOf>): string {
  return 'code' in answer ? answer.code : 'ok';
}

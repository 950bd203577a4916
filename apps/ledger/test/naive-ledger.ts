import type { Policy, ReservePoints } from '@demerit/contracts';
import type { RecordedBecause } from '../src/account/account.types';

interface Fact {
  request: ReservePoints;
  answer: string;
  state: 'reserved' | 'recorded' | 'refused' | 'released' | 'revoked' | 'cleared';
  recordedAt?: Date;
  because?: RecordedBecause;
  paidAt?: Date;
}

/**
 * For specs: rules.md §4 once more, as plainly as can be. It keeps what happened and counts everything anew each time; it has no counters,
 * no entries, no cycles' documents, and shares no code with the rules.
 */
export class NaiveLedger {
  readonly facts: Fact[] = [];
  readonly suspended = new Set<string>();
  readonly extraSlots = new Map<string, number>();
  private readonly withdrawnUnseen = new Set<string>();
  private readonly confirmed = new Set<string>();
  private readonly listed = new Set<string>();
  /** Since when licences stand at full score. */
  private readonly fullSince = new Map<string, Date>();

  constructor(private readonly policy: Policy) {}

  reserve(request: ReservePoints, now: Date): string {
    const existing = this.fact(request.handlingId);
    if (this.withdrawnUnseen.has(request.handlingId)) return 'VIOLATION_NOT_OPEN';
    if (existing) return existing.state === 'released' ? 'VIOLATION_NOT_OPEN' : existing.answer;
    const answer = this.decide(request, now);
    const limits = ['LICENCE_LIMIT_REACHED', 'VEHICLE_LIMIT_REACHED'];
    if (limits.includes(answer)) {
      const isVehicleFull = this.isFull(request, 'vehicle');
      this.list(request.accountId);
      if (isVehicleFull) this.list(request.vehicleId);
    }
    this.facts.push({ request, answer, state: answer === 'ok' ? 'reserved' : 'refused' });
    return answer;
  }

  /** `paidAt`: when a payment was made that is heard now. */
  record(handlingId: string, because: RecordedBecause, now: Date, paidAt = now): void {
    const fact = this.fact(handlingId);
    if (fact?.state === 'reserved') {
      Object.assign(fact, { state: 'recorded', recordedAt: now, because });
      this.noteFullScore(fact.request.licenceId, now);
    } else if (fact && fact.recordedAt && because === 'paid') {
      fact.paidAt ??= paidAt;
      this.noteFullScore(fact.request.licenceId, now);
    }
  }

  withdraw(handlingId: string): void {
    const fact = this.fact(handlingId);
    if (!fact) this.withdrawnUnseen.add(handlingId);
    else if (fact.state === 'reserved') fact.state = 'released';
  }

  revoke(handlingId: string, now: Date): string {
    if (this.withdrawnUnseen.has(handlingId)) return 'none';
    const fact = this.fact(handlingId);
    if (!fact) return 'none';
    if (!['reserved', 'recorded', 'cleared'].includes(fact.state)) return 'REVERSAL_NOT_POSSIBLE';
    Object.assign(fact, { state: 'revoked', recordedAt: undefined });
    this.noteFullScore(fact.request.licenceId, now);
    return 'ok';
  }

  private noteFullScore(licenceId: string, now: Date): void {
    const isFull = this.recorded(licenceId, now) >= this.policy.fullScore;
    if (!isFull) this.fullSince.delete(licenceId);
    else if (!this.fullSince.has(licenceId)) this.fullSince.set(licenceId, now);
  }

  /** Whether a full-score education with everything done can end now: after as many days of study as any small car's asks for. */
  educate(licenceId: string, now: Date): boolean {
    if (this.recorded(licenceId, now) < this.policy.fullScore) return false;
    const since = this.fullSince.get(licenceId);
    if (!since || now.getTime() - since.getTime() < 61 * 86_400_000) return false;
    const counted = this.facts.filter(
      ({ request, state }) => request.licenceId === licenceId && state === 'recorded',
    );
    if (counted.some(({ because, paidAt }) => because === 'overdue' && !paidAt)) return false;
    for (const fact of counted) fact.state = 'cleared';
    this.fullSince.delete(licenceId);
    return true;
  }

  /** Of an account or vehicle; slots are the vehicle's, or those of the licence that the person has now. */
  review(
    who: string,
    subjectId: string,
    decision: 'release' | 'confirm',
    extra: number,
    now: Date,
  ): string {
    if (!this.suspended.has(who)) return 'none';
    if (decision === 'confirm') {
      if (this.confirmed.has(who)) return 'DECISION_NOT_POSSIBLE';
      this.confirmed.add(who);
      return 'ok';
    }
    const cycle = `${subjectId} ${cycleNumber(subjectId, now)}`;
    const granted = (this.extraSlots.get(cycle) ?? 0) + extra;
    if (granted > 3) return 'EXTRA_SLOTS_EXCEEDED';
    this.extraSlots.set(cycle, granted);
    this.suspended.delete(who);
    this.confirmed.delete(who);
    return 'ok';
  }

  /** Points recorded that count at `now`: walks through the cycles from the first to the one that runs. */
  recorded(licenceId: string, now: Date): number {
    const own = this.facts.filter(
      ({ request, state }) => request.licenceId === licenceId && state === 'recorded',
    );
    let points = 0;
    for (let cycle = -5; cycle <= cycleNumber(licenceId, now); cycle += 1) {
      const unpaid = own.filter(
        ({ because, recordedAt, paidAt }) =>
          because === 'overdue' &&
          recordedAt !== undefined &&
          cycleNumber(licenceId, recordedAt) < cycle &&
          (paidAt === undefined || cycleNumber(licenceId, paidAt) >= cycle),
      );
      if (points < this.policy.fullScore) points = Math.min(points, sum(unpaid));
      points += sum(
        own.filter(({ recordedAt }) => recordedAt && cycleNumber(licenceId, recordedAt) === cycle),
      );
    }
    return points;
  }

  pending(licenceId: string): number {
    return sum(
      this.facts.filter(
        ({ request, state }) => request.licenceId === licenceId && state === 'reserved',
      ),
    );
  }

  /** Others that count for a subject in the cycle of an instant. */
  counted(subjectId: string, kind: 'licence' | 'vehicle', at: Date): Set<string> {
    const counting = this.facts.filter(
      ({ request, state }) =>
        ['reserved', 'recorded', 'cleared'].includes(state) &&
        (request.points > 0 || this.policy.countZeroPoints) &&
        (kind === 'vehicle' || this.policy.countOwnVehicles || !request.ownVehicle) &&
        subjectId === (kind === 'licence' ? request.licenceId : request.vehicleId) &&
        cycleNumber(subjectId, new Date(request.decidedAt)) === cycleNumber(subjectId, at),
    );
    return new Set(
      counting.map(({ request }) => (kind === 'licence' ? request.vehicleId : request.licenceId)),
    );
  }

  private decide(request: ReservePoints, now: Date): string {
    const { accountId, licenceId, vehicleId, ownVehicle, points, method } = request;
    if (this.recorded(licenceId, now) >= this.policy.fullScore) return 'LICENCE_NOT_VALID';
    if (this.suspended.has(accountId)) return 'POINT_SERVICE_SUSPENDED';
    if (this.suspended.has(vehicleId) && !ownVehicle) return 'VEHICLE_SUSPENDED';
    const after = this.recorded(licenceId, now) + this.pending(licenceId) + points;
    if (points > 0 && method === 'online' && after >= this.policy.fullScore)
      return 'WINDOW_REQUIRED';
    if (points === 0 && !this.policy.countZeroPoints) return 'ok';
    if (this.isFull(request, 'licence')) return 'LICENCE_LIMIT_REACHED';
    if (this.isFull(request, 'vehicle')) return 'VEHICLE_LIMIT_REACHED';
    return 'ok';
  }

  private isFull(request: ReservePoints, kind: 'licence' | 'vehicle'): boolean {
    const { licenceId, vehicleId, ownVehicle, decidedAt } = request;
    if (kind === 'licence' && ownVehicle && !this.policy.countOwnVehicles) return false;
    const [subject, other] = kind === 'licence' ? [licenceId, vehicleId] : [vehicleId, licenceId];
    const { vehiclesPerLicence, licencesPerVehicle } = this.policy;
    const limit = kind === 'licence' ? vehiclesPerLicence : licencesPerVehicle;
    const at = new Date(decidedAt);
    const extra = this.extraSlots.get(`${subject} ${cycleNumber(subject, at)}`) ?? 0;
    const counted = this.counted(subject, kind, at);
    return !counted.has(other) && counted.size >= limit + extra;
  }

  private list(who: string): void {
    this.suspended.add(who);
    this.listed.add(who);
  }

  private fact(handlingId: string): Fact | undefined {
    return this.facts.find(({ request }) => request.handlingId === handlingId);
  }
}

/** Subjects of specs are called `lic_<MM>-<DD>_…` and `veh_<MM>-<DD>_…`, after their anniversary; never 29 February. */
export function anniversaryOf(subjectId: string): string {
  return subjectId.slice(4, 9);
}

/** How many anniversaries since 2020 have begun, at 00:00 in Shanghai. */
function cycleNumber(subjectId: string, at: Date): number {
  const shanghai = new Date(at.getTime() + 8 * 3_600_000).toISOString();
  const year = Number(shanghai.slice(0, 4)) - 2020;
  return shanghai.slice(5, 10) >= anniversaryOf(subjectId) ? year + 1 : year;
}

function sum(facts: readonly Fact[]): number {
  return facts.reduce((total, { request }) => total + request.points, 0);
}

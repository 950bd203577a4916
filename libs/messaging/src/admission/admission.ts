import { Logger } from '@nestjs/common';

/**
 * Whoever comes and would wait longer for their turn, as it is estimated, is refused at once. It leaves three quarters of the second within which
 * whoever is taken is answered to the handling, the ways there and back, and the error of the estimate.
 */
const LONGEST_WAIT_MS = 250;
/**
 * Whoever waits already is refused only where it becomes clear that it will be so long: what comes may cost the machine half of what it can do, and a
 * late refusal is worth less than a late answer.
 */
const LONGEST_WAIT_AT_LAST_MS = 650;
/** What waits is in memory, with its body. */
const MOST_WAITING = 1_024;
/** Of the mean time of handling: the group that ended last says most of it. */
const WEIGHT_OF_NEWEST = 1 / 64;
/** A refused one comes again in so many whole seconds, each as likely as the other, so that they do not come together. */
const RETRY_AFTER_S = [1, 2, 3] as const;
const LOG_EVERY_MS = 10_000;
/** What is deeper goes with the deepest. */
const DEPTHS = 4;

/** How a request may wait for its turn. */
export interface Patience {
  /** How long its asker waits. */
  timeoutMs: number;
  /** Whether it is refused only when that is over: nobody looks on, and whoever sent it does not ask again soon. */
  isPatient: boolean;
}

/** What becomes of whoever waits; `gone`: nobody can be answered any more. */
type Turn = 'given' | 'refused' | 'gone';

/** Who has no place yet. */
interface Waiting {
  isPatient: boolean;
  settle: (turn: Turn) => void;
}

/**
 * Requests have places of their own by how many services asked one another until them. Whoever has a place and asks another service waits for a place
 * of the next depth only: so services that ask each other never wait for one another in a circle, nor does what is carried out already compete with
 * what comes anew.
 */
export class Admissions {
  private readonly byDepth: readonly Admission[];

  /** `places`: of each depth. */
  constructor(places: number) {
    this.byDepth = Array.from({ length: DEPTHS }, () => new Admission(places));
  }

  /** How many the broker may hand over unanswered. */
  get prefetch(): number {
    return this.sum(({ prefetch }) => prefetch);
  }

  get waitingCount(): number {
    return this.sum(({ waitingCount }) => waitingCount);
  }

  /** `depth`: from 1. */
  of(depth: number): Admission {
    const admission = this.byDepth[Math.min(depth, DEPTHS) - 1];
    if (admission === undefined) throw new Error(`no request has the depth ${depth}`);
    return admission;
  }

  forget(): void {
    for (const admission of this.byDepth) admission.forget();
  }

  private sum(numberOf: (admission: Admission) => number): number {
    return this.byDepth.reduce((sum, admission) => sum + numberOf(admission), 0);
  }
}

/**
 * So many requests are handled at once, and of the others as many wait as have their turn soon; the rest is refused at once, the newest first. How
 * many that are follows from how long handling takes: where p are handled at once, each for t, one of them ends each t / p. Whoever finds a free place
 * is never refused.
 */
export class Admission {
  private readonly logger = new Logger(Admission.name);
  private readonly waiting: Waiting[] = [];
  private underWay = 0;
  /** Until the first has ended nobody knows, and as many wait as may at most. */
  private handlingMs = 0;
  private refusedSinceLog = 0;
  private loggedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly places: number) {}

  /** How many the broker may hand over unanswered: more than may wait, so that none waits at the broker, where nobody sees it. */
  get prefetch(): number {
    return this.places + 2 * MOST_WAITING;
  }

  get waitingCount(): number {
    return this.waiting.length;
  }

  /** Runs `work` in its turn, first come, first served, or `shed` with the seconds until another try, at the latest when its time is over; neither of those that are forgotten. */
  async admit(
    work: () => Promise<void>,
    shed: (retryAfterSeconds: number) => Promise<void>,
    patience: Patience,
  ): Promise<void> {
    const turn = this.takesPlace() ? 'given' : await this.turn(patience);
    if (turn === 'gone') return;
    if (turn === 'refused') {
      this.log();
      return shed(retryAfterSeconds(Math.random()));
    }
    const startedAt = performance.now();
    try {
      await work();
    } finally {
      this.learn(performance.now() - startedAt);
      this.passOn();
    }
  }

  /** Those that wait came by a connection that is gone: whoever gets them from the broker again does them. */
  forget(): void {
    for (const one of this.waiting.splice(0)) one.settle('gone');
  }

  private learn(tookMs: number): void {
    const before = this.handlingMs === 0 ? tookMs : this.handlingMs;
    this.handlingMs = before + (tookMs - before) * WEIGHT_OF_NEWEST;
  }

  private takesPlace(): boolean {
    if (this.underWay >= this.places) return false;
    this.underWay += 1;
    return true;
  }

  private async turn({ timeoutMs, isPatient }: Patience): Promise<Turn> {
    const most = isPatient ? MOST_WAITING : this.most(LONGEST_WAIT_MS);
    if (this.waiting.length >= most) return 'refused';
    const { promise, resolve } = Promise.withResolvers<Turn>();
    // Where little or nothing ends any more, nothing else would tell those that wait.
    const longestMs = isPatient ? timeoutMs : Math.min(timeoutMs, LONGEST_WAIT_AT_LAST_MS);
    const timer = setTimeout(() => this.give(one, 'refused'), longestMs);
    const one: Waiting = {
      isPatient,
      settle: (turn) => {
        clearTimeout(timer);
        resolve(turn);
      },
    };
    this.waiting.push(one);
    return promise;
  }

  private give(one: Waiting, turn: Turn): void {
    this.waiting.splice(this.waiting.indexOf(one), 1);
    one.settle(turn);
  }

  /** A place that was left goes to whoever has waited longest. */
  private passOn(): void {
    const [next] = this.waiting;
    if (next === undefined) this.underWay -= 1;
    else this.give(next, 'given');
    this.shedWhatIsTooMuch();
  }

  private shedWhatIsTooMuch(): void {
    const most = this.most(LONGEST_WAIT_AT_LAST_MS);
    while (this.waiting.length > most) {
      const newest = this.waiting.findLast(({ isPatient }) => !isPatient);
      if (newest === undefined) return;
      this.give(newest, 'refused');
    }
  }

  private most(waitMs: number): number {
    return mostWaiting(this.places, this.handlingMs, waitMs);
  }

  private log(): void {
    this.refusedSinceLog += 1;
    if (performance.now() - this.loggedAt < LOG_EVERY_MS) return;
    const { refusedSinceLog: refused, waiting, underWay } = this;
    const handlingMs = Math.round(this.handlingMs);
    this.logger.warn({
      msg: 'more requests than can be answered in time, the newest are refused',
      refused,
      waiting: waiting.length,
      underWay,
      handlingMs,
    });
    this.refusedSinceLog = 0;
    this.loggedAt = performance.now();
  }
}

/** How many may wait so that the last of them has its turn in that time. */
export function mostWaiting(places: number, handlingMs: number, waitMs: number): number {
  return Math.min(MOST_WAITING, Math.floor((places * waitMs) / handlingMs));
}

export function retryAfterSeconds(random: number): number {
  return RETRY_AFTER_S[Math.floor(random * RETRY_AFTER_S.length)] ?? 1;
}

import { refuse, type Refusal } from '@demerit/contracts';
import { Injectable } from '@nestjs/common';
import { Places } from '../http/limits/places';
import { RateLimit } from '../http/limits/rate-limit';

/** Of one person at once, from the first byte to the answer; and of those, how many are checked, while the others wait. */
const OF_A_PERSON = 16;
const CHECKED_OF_A_PERSON = 4;
/** Of one person in a minute. */
const A_MINUTE = 60;
const MINUTE_MS = 60_000;
/** Of all people: identity keeps files whole while it checks them. */
const CHECKED_AT_ONCE = 8;
/** Of all that are not checked yet, together. */
const COMING_BYTES = 64 * 1024 * 1024;
/** Of one person before theirs give way first. */
const FAIR_BYTES = 16 * 1024 * 1024;
/** By which it is told whether a file goes on: at the slowest pace that is waited for it takes less than a second. */
const STEP_BYTES = 16 * 1024;
const BUSY_SECONDS = 2;

/** One upload under way. */
export class UploadPlace {
  bytes = 0;
  /** As many as there were at its newest step. */
  stepAt = 0;
  isWhole = false;
  private readonly way = Promise.withResolvers<never>();
  /** Rejects when others need the memory. */
  readonly gaveWay = this.way.promise;

  constructor(
    readonly accountId: string,
    private readonly places: UploadPlaces,
  ) {}

  grow(bytes: number): void {
    this.places.grow(this, bytes);
  }

  /** For a file that has come wholly. */
  check<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.places.check(this, work);
  }

  giveWay(): void {
    this.way.reject(busy());
  }
}

/** Bounds uploads, so that nobody's keep others from theirs: of a person, and of all by how much memory they take. */
@Injectable()
export class UploadPlaces {
  private readonly persons = new Places(OF_A_PERSON);
  private readonly lately = new RateLimit(A_MINUTE, MINUTE_MS);
  /** First the one whose newest step is longest ago. */
  private readonly coming = new Set<UploadPlace>();
  private comingBytes = 0;
  private checked = 0;
  private readonly checkedOf = new Places(CHECKED_OF_A_PERSON);
  private readonly waiting = new Set<{ accountId: string; begin: () => void }>();

  /** Refuses one who has as many under way already, or had so many lately, before a byte is read. */
  async take<Result>(
    accountId: string,
    work: (place: UploadPlace) => Promise<Result>,
  ): Promise<Result> {
    this.count(accountId);
    if (!this.persons.take(accountId)) throw busy();
    const place = new UploadPlace(accountId, this);
    this.coming.add(place);
    try {
      return await Promise.race([work(place), place.gaveWay]);
    } finally {
      this.leave(place);
      this.persons.leave(accountId);
    }
  }

  /** So many bytes more have come. Where that is too much, others give way. */
  grow(place: UploadPlace, bytes: number): void {
    if (!this.coming.has(place)) throw busy();
    place.bytes += bytes;
    this.comingBytes += bytes;
    if (place.bytes - place.stepAt >= STEP_BYTES) {
      place.stepAt = place.bytes;
      this.coming.delete(place);
      this.coming.add(place);
    }
    while (this.comingBytes > COMING_BYTES) {
      const next = this.nextToGiveWay();
      if (!next) return;
      this.leave(next);
      next.giveWay();
    }
  }

  /**
   * First of whoever has most on the way, where that is more than their share, so that nobody's uploads push another's out; then what has not gone on for
   * longest, so that many people's half-sent ones push nobody out who goes on sending; of what is there wholly as the last.
   */
  private nextToGiveWay(): UploadPlace | undefined {
    const holding = [...this.coming].filter(({ bytes }) => bytes > 0);
    const heaviest = this.heaviest(holding);
    return (
      holding.find(({ accountId }) => accountId === heaviest) ??
      holding.find(({ isWhole }) => !isWhole) ??
      holding[0]
    );
  }

  private heaviest(places: readonly UploadPlace[]): string | undefined {
    const bytesOf = new Map<string, number>();
    for (const { accountId, bytes } of places)
      bytesOf.set(accountId, (bytesOf.get(accountId) ?? 0) + bytes);
    let heaviest: { accountId: string; bytes: number } | undefined;
    for (const [accountId, bytes] of bytesOf)
      if (bytes > Math.max(FAIR_BYTES, heaviest?.bytes ?? 0)) heaviest = { accountId, bytes };
    return heaviest?.accountId;
  }

  /** Waits while as many are checked; those of other people do not wait behind one person's. */
  async check<Result>(place: UploadPlace, work: () => Promise<Result>): Promise<Result> {
    place.isWhole = true;
    await this.turn(place.accountId);
    try {
      if (!this.coming.has(place)) throw busy();
      this.leave(place);
      return await work();
    } finally {
      this.checked -= 1;
      this.checkedOf.leave(place.accountId);
      this.next();
    }
  }

  private turn(accountId: string): Promise<void> {
    return new Promise((begin) => {
      this.waiting.add({ accountId, begin });
      this.next();
    });
  }

  private next(): void {
    for (const one of this.waiting) {
      if (this.checked >= CHECKED_AT_ONCE) return;
      if (!this.checkedOf.take(one.accountId)) continue;
      this.checked += 1;
      this.waiting.delete(one);
      one.begin();
    }
  }

  private leave(place: UploadPlace): void {
    if (this.coming.delete(place)) this.comingBytes -= place.bytes;
  }

  private count(accountId: string): void {
    const nowMs = performance.now();
    if (this.lately.allows(accountId, nowMs)) return;
    throw busy(Math.ceil(this.lately.waitMs(nowMs) / 1000));
  }
}

function busy(retryAfterSeconds = BUSY_SECONDS): Refusal {
  return refuse('RATE_LIMITED', { retryAfterSeconds });
}

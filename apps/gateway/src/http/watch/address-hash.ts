import { createHmac, randomBytes } from 'node:crypto';
import { addDays, shanghaiDay, startOfShanghaiDay } from '@demerit/contracts';
import { Newest } from '../newest';

const SALT_BYTES = 32;
/** Of the hash that the log shows: two of a day's addresses are not taken for one. */
const SHOWN = 12;
/** Making a hash costs some ten times what finding one costs, and the same addresses come again and again. */
const KEPT = 10_000;

/** Known to this process alone and gone with its day: without it, four thousand million addresses are soon tried. */
export class DailySalt {
  private startsAtMs = Infinity;
  private endsAtMs = -Infinity;
  private salt = randomBytes(SALT_BYTES);
  /** By address; they go with their salt. */
  private readonly hashes = new Newest<string>(KEPT);

  hashOf(address: string, now: Date): string {
    const nowMs = now.getTime();
    if (!(nowMs >= this.startsAtMs && nowMs < this.endsAtMs)) this.renew(now);
    const kept = this.hashes.get(address);
    if (kept !== undefined) return kept;
    const hash = createHmac('sha256', this.salt).update(address).digest('hex').slice(0, SHOWN);
    this.hashes.keep(address, hash);
    return hash;
  }

  private renew(now: Date): void {
    const day = shanghaiDay(now);
    this.startsAtMs = startOfShanghaiDay(day).getTime();
    this.endsAtMs = startOfShanghaiDay(addDays(day, 1)).getTime();
    this.salt = randomBytes(SALT_BYTES);
    this.hashes.clear();
  }
}

const ofThisProcess = new DailySalt();

/** A network (`networkOf`) as the lines of today's log show it. */
export const hashed = (network: string): string => ofThisProcess.hashOf(network, new Date());

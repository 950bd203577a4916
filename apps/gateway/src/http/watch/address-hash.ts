import { createHmac, randomBytes } from 'node:crypto';
import { shanghaiDay } from '@demerit/contracts';

const SALT_BYTES = 32;
/** Of the hash that the log shows: two of a day's addresses are not taken for one. */
const SHOWN = 12;

/** Known to this process alone and gone with its day: without it, four thousand million addresses are soon tried. */
export class DailySalt {
  private day = '';
  private salt = randomBytes(SALT_BYTES);

  hashOf(address: string, now: Date): string {
    const day = shanghaiDay(now);
    if (day !== this.day) [this.day, this.salt] = [day, randomBytes(SALT_BYTES)];
    return createHmac('sha256', this.salt).update(address).digest('hex').slice(0, SHOWN);
  }
}

const ofThisProcess = new DailySalt();

/** A network (`networkOf`) as the lines of today's log show it. */
export const hashed = (network: string): string => ofThisProcess.hashOf(network, new Date());

import { randomFillSync } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const ID_BYTES = 16;

/** 16 bytes as 26 characters that sort like the bytes and are safe in a path, a log line and a URL. */
export function base32Of(bytes: Uint8Array): string {
  let text = '';
  let carried = 0;
  // 130 bits in 26 signs: two zeros before the 128.
  let bits = 2;
  for (const byte of bytes) {
    carried = (carried << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += ALPHABET[(carried >> (bits - 5)) & 31] ?? '';
    carried &= (1 << bits) - 1;
  }
  return text;
}

/** Random bytes for so many ids at once: asking the system for those of each costs more than all else of an id. */
const pool = Buffer.alloc(256 * ID_BYTES);
let used = pool.length;

/** Good until it is asked for the next time but 255; each byte is given once. */
function randomOfId(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += ID_BYTES;
  return pool.subarray(used - ID_BYTES, used);
}

const bytes = new Uint8Array(ID_BYTES);
let msecs = -Infinity;
let seq = 0;

/** A new opaque id, `<prefix>_` + 26 characters; ids made later sort later (uuid version 7 inside). */
export function newId(prefix: string): string {
  const random = randomOfId();
  const now = Date.now();
  // As the library counts where it is left to itself: within a millisecond, and while the clock goes back, one after the other.
  seq = now > msecs ? random.readUInt32BE(6) >>> 1 : seq + 1;
  msecs = Math.max(now, msecs);
  return `${prefix}_${base32Of(uuidv7({ random, msecs, seq }, bytes))}`;
}

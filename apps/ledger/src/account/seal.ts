import { createHash } from 'node:crypto';

/** SHA-256 in hex, 64 characters: binds an entry to all entries before it. */
export function seal(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

import { v7 as uuidv7 } from 'uuid';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

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

/** A new opaque id, `<prefix>_` + 26 characters; ids made later sort later (uuid version 7 inside). */
export function newId(prefix: string): string {
  return `${prefix}_${base32Of(uuidv7(undefined, new Uint8Array(16)))}`;
}

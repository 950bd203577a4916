import { v7 as uuidv7 } from 'uuid';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** 16 bytes as 26 characters that sort like the bytes and are safe in a path, a log line and a URL. */
export function base32Of(bytes: Uint8Array): string {
  let rest = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (let position = 0; position < 26; position += 1) {
    text = (ALPHABET[Number(rest & 31n)] ?? '') + text;
    rest >>= 5n;
  }
  return text;
}

/** A new opaque id, `<prefix>_` + 26 characters; ids made later sort later (uuid version 7 inside). */
export function newId(prefix: string): string {
  return `${prefix}_${base32Of(uuidv7(undefined, new Uint8Array(16)))}`;
}

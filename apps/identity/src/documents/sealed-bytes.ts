import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Sealed at once: a large file is never there twice. */
const PIECE_BYTES = 256 * 1024;

/** Bytes that only the key opens: iv, data, tag, in pieces that are made as they are taken. AES-256-GCM, each under a key of its own. */
export function sealBytes(bytes: Buffer): { sealed: Iterable<Buffer>; key: Buffer } {
  const key = randomBytes(KEY_BYTES);
  return { sealed: sealedPieces(bytes, key), key };
}

function* sealedPieces(bytes: Buffer, key: Buffer): Generator<Buffer> {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  yield iv;
  for (let from = 0; from < bytes.length; from += PIECE_BYTES)
    yield cipher.update(bytes.subarray(from, from + PIECE_BYTES));
  yield cipher.final();
  yield cipher.getAuthTag();
}

/** Throws where another key sealed them, or anything was changed. */
export function openBytes(sealed: Buffer, key: Buffer): Buffer {
  const [iv, tag] = [sealed.subarray(0, IV_BYTES), sealed.subarray(-TAG_BYTES)];
  const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
}

import { createHash } from 'node:crypto';

function keyFor(purpose: string): string {
  return createHash('sha256').update(`demerit development ${purpose}`).digest('base64');
}

/** What sandboxes take where nothing is set. Everybody can read these here, so that production refuses each of them, in whatever variable it stands. */
export const DEVELOPMENT_SECRETS = {
  internalToken: 'demerit-development-token',
  fieldKey: keyFor('field key'),
  lookupKey: keyFor('lookup key'),
  codeKey: 'ZGVtZXJpdCBkZXZlbG9wbWVudCBjb2RlIGtleSAuLi4=',
  paymentSandboxSecret: 'demerit development payment secret',
};

const PUBLIC = Object.values(DEVELOPMENT_SECRETS).flatMap((text) => [
  Buffer.from(text),
  Buffer.from(text, 'base64'),
]);

/** Whether a secret is one of these, as text or as the bytes that it is base64 of. */
export function isDevelopmentSecret(secret: Uint8Array): boolean {
  return PUBLIC.some((one) => one.equals(secret));
}

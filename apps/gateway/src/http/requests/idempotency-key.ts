import { createHash } from 'node:crypto';
import { refuse, wording, type CommandKey } from '@demerit/contracts';
import { ApiHeader } from '@nestjs/swagger';

/** Visible ASCII. */
const WELL_FORMED = /^[\x21-\x7e]{1,128}$/;

/** Whose key it is and for what: the same text of another caller, or at another address, is another key. */
export interface KeyScope {
  /** Absent at the sandbox's routes, which know no caller. */
  accountId?: string;
  method: string;
  path: string;
}

/** Says in the API document that repeating the request with the same key and body gives the same answer. */
export function TakesKey(): MethodDecorator {
  return ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: '1–128 visible ASCII characters',
  });
}

/** The key as services see it; undefined when none was sent. Throws VALIDATION_FAILED. */
export function commandKey(
  key: string | undefined,
  scope: KeyScope,
  body: unknown,
): CommandKey | undefined {
  if (key === undefined) return undefined;
  if (!WELL_FORMED.test(key)) {
    const message = wording('form.idempotency_key');
    throw refuse('VALIDATION_FAILED', { errors: [{ field: 'Idempotency-Key', message }] });
  }
  const { accountId = '', method, path } = scope;
  return {
    id: sha256(JSON.stringify([accountId, method, path, key])),
    bodyHash: sha256(canonical(body ?? {})),
  };
}

/** JSON text that is the same for equal values, in whichever order their fields were sent. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

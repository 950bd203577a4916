import { randomBytes } from 'node:crypto';
import { readJson, writeJson } from './files';
import type { Home } from './home';

/** Secrets of one development stack, made once and kept beside its data: what is encrypted must stay readable. */
export interface Keys {
  FIELD_KEYS: string;
  LOOKUP_KEY: string;
  INTERNAL_TOKEN: string;
  CODE_KEY: string;
  PAYMENT_SANDBOX_SECRET: string;
}

export function stackKeys(home: Home): Keys {
  const kept = readJson(home.keysFile) as Keys | undefined;
  if (kept) return kept;
  const secret = (): string => randomBytes(32).toString('base64');
  const keys: Keys = {
    FIELD_KEYS: `k1:${secret()}`,
    LOOKUP_KEY: secret(),
    INTERNAL_TOKEN: secret(),
    CODE_KEY: secret(),
    PAYMENT_SANDBOX_SECRET: secret(),
  };
  writeJson(home.keysFile, keys, 0o600);
  return keys;
}

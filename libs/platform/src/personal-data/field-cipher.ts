import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PersonalDataConfig } from '../config/config';
import type { NamedKey } from '../config/kinds';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Personal fields at rest: AES-256-GCM, stored as `keyId.iv.tag.data` (base64url parts). rules.md §1.
 * `context` names the place (`accounts.phone`) and is authenticated: a value copied to another field does not open.
 */
@Injectable()
export class FieldCipher {
  constructor(private readonly config: PersonalDataConfig) {}

  encrypt(text: string, context: string): string {
    const { keyId, key } = this.newest;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(context));
    const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    const parts = [iv, cipher.getAuthTag(), data].map((part) => part.toString('base64url'));
    return [keyId, ...parts].join('.');
  }

  /** Throws when the key is unknown, the value was changed, or it belongs to another context. */
  decrypt(value: string, context: string): string {
    const [keyId, iv, tag, data] = value.split('.');
    const fieldKey = this.config.fieldKeys.find((candidate) => candidate.keyId === keyId);
    if (!fieldKey) throw new Error(`field key ${JSON.stringify(keyId)} is not in FIELD_KEYS`);
    if (iv === undefined || tag === undefined || data === undefined) {
      throw new Error(`the stored value of ${context} is not of the form keyId.iv.tag.data`);
    }
    const decipher = createDecipheriv('aes-256-gcm', fieldKey.key, Buffer.from(iv, 'base64url'), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([
      decipher.update(Buffer.from(data, 'base64url')),
      decipher.final(),
    ]).toString('utf8');
  }

  /** Whether a value should be encrypted anew because a newer key exists. */
  isStale(value: string): boolean {
    return value.split('.', 1)[0] !== this.newestKeyId;
  }

  /** The key that encrypts. */
  get newestKeyId(): string {
    return this.newest.keyId;
  }

  private get newest(): NamedKey {
    const [newest] = this.config.fieldKeys;
    if (!newest) throw new Error('there is no field key');
    return newest;
  }
}

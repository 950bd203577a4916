import { keyOf, ServiceConfig, Setting } from '@demerit/platform';

export class IdentityConfig extends ServiceConfig {
  /** `CODE_KEY`: what one-time codes and refresh tokens are made of and checked by. Changing it ends all sessions. */
  @Setting(keyOf(32), { sandboxDefault: 'ZGVtZXJpdCBkZXZlbG9wbWVudCBjb2RlIGtleSAuLi4=' })
  codeKey: Buffer;
}

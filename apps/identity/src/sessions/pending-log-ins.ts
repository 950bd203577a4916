import { randomBytes } from 'node:crypto';
import { closed, collection, field, insertOnce, t, type Static } from '@demerit/messaging';
import { keyedHash } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { IdentityConfig } from '../codes/identity.config';
import { mayTry, tokenEnd } from '../totp/factors.rules';

/** A log-in whose code was right, and that waits for its second factor. */
const pendingLogInDocument = closed({
  /** A keyed hash of its token. */
  _id: t.String(),
  accountId: t.String(),
  tries: field.count,
  expiresAt: field.date,
});
type PendingLogInDocument = Static<typeof pendingLogInDocument>;

export const PENDING_LOG_INS = collection('pendingLogIns', pendingLogInDocument, [
  { name: 'account', key: { accountId: 1 } },
  { name: 'ttl', key: { expiresAt: 1 }, expireAfterSeconds: 0 },
]);

const TOKEN_BYTES = 32;

@Injectable()
export class PendingLogIns {
  constructor(
    private readonly config: IdentityConfig,
    @InjectModel(PENDING_LOG_INS.name) private readonly rows: Model<PendingLogInDocument>,
  ) {}

  /** Answers the token of a new one, which is kept as a hash only. */
  async add(accountId: string, now: Date, session: ClientSession): Promise<string> {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const row = { _id: this.keyOf(token), accountId, tries: 0, expiresAt: tokenEnd(now) };
    await insertOnce(this.rows, [row], session);
    return token;
  }

  /** Whose it is; the try is counted before its code is looked at, so that no number at once gets more. Undefined where it is of no use any more. */
  async try(token: string): Promise<string | undefined> {
    const _id = this.keyOf(token);
    for (;;) {
      const row = await this.rows.findById(_id).lean();
      if (!row || !mayTry(row, new Date())) return undefined;
      const { matchedCount } = await this.rows.updateOne(
        { _id, tries: row.tries },
        { $inc: { tries: 1 } },
      );
      if (matchedCount === 1) return row.accountId;
    }
  }

  /** Whether it was still there. */
  async remove(token: string, session: ClientSession): Promise<boolean> {
    const { deletedCount } = await this.rows.deleteOne({ _id: this.keyOf(token) }, { session });
    return deletedCount === 1;
  }

  async removeAll(accountId: string, session: ClientSession): Promise<void> {
    await this.rows.deleteMany({ accountId }, { session });
  }

  private keyOf(token: string): string {
    return keyedHash(this.config.codeKey, `second-factor:${token}`);
  }
}

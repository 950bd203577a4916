import { isDuplicateKey } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import type { Code } from './codes.rules';

export interface CodeRow extends Code {
  /** LookupKeys.phoneKey: a number has one code at a time. */
  _id: string;
  version: number;
}

export const codeSchema = new Schema<CodeRow>(
  {
    _id: String,
    codeId: String,
    requestedAt: Date,
    expiresAt: Date,
    sendingSince: Date,
    sentAt: Date,
    tries: Number,
    usedAt: Date,
    day: String,
    ofDay: Number,
    version: Number,
  },
  { collection: 'codes', versionKey: false },
);
// Longer than the day over which codes are counted.
codeSchema.index({ requestedAt: 1 }, { name: 'ttl', expireAfterSeconds: 2 * 86_400 });

@Injectable()
export class CodesStore {
  constructor(@InjectModel('codes') private readonly rows: Model<CodeRow>) {}

  async find(phoneKey: string): Promise<CodeRow | undefined> {
    return (await this.rows.findById(phoneKey).lean()) ?? undefined;
  }

  /** False when somebody else changed the code since it was read: read it again. */
  async save(phoneKey: string, before: CodeRow | undefined, code: Code): Promise<boolean> {
    const row: CodeRow = { ...code, _id: phoneKey, version: (before?.version ?? 0) + 1 };
    if (before) {
      const { matchedCount } = await this.rows.replaceOne(
        { _id: phoneKey, version: before.version },
        row,
      );
      return matchedCount === 1;
    }
    try {
      await this.rows.insertMany([row]);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async markSent(phoneKey: string, codeId: string, sentAt: Date): Promise<void> {
    await this.rows.updateOne(
      { _id: phoneKey, codeId },
      { $set: { sentAt }, $inc: { version: 1 } },
    );
  }

  /** Whether this was the one use of the code. */
  async use(
    phoneKey: string,
    { codeId, usedAt }: { codeId: string; usedAt: Date },
    session: ClientSession,
  ): Promise<boolean> {
    const { matchedCount } = await this.rows.updateOne(
      { _id: phoneKey, codeId, usedAt: { $exists: false } },
      { $set: { usedAt }, $inc: { version: 1 } },
      { session },
    );
    return matchedCount === 1;
  }
}

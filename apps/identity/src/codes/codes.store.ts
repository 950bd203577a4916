import { collection, isDuplicateKey } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { codeDocument, type Code, type CodeDocument } from './codes.types';

export const CODES = collection('codes', codeDocument, [
  // Longer than the day over which codes are counted.
  { name: 'ttl', key: { requestedAt: 1 }, expireAfterSeconds: 2 * 86_400 },
]);

@Injectable()
export class CodesStore {
  constructor(@InjectModel(CODES.name) private readonly rows: Model<CodeDocument>) {}

  async find(phoneKey: string): Promise<CodeDocument | undefined> {
    return (await this.rows.findById(phoneKey).lean()) ?? undefined;
  }

  /** False when somebody else changed the code since it was read: read it again. */
  async save(phoneKey: string, before: CodeDocument | undefined, code: Code): Promise<boolean> {
    const row: CodeDocument = { ...code, _id: phoneKey, version: (before?.version ?? 0) + 1 };
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

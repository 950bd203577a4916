import { collection, findById, isDuplicateKey, save } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { phoneCodesDocument, type PhoneCodes, type PhoneCodesDocument } from './codes.types';

/** Another name than that of the earlier collection `codes`, in which a number had one code; what is left there goes by itself. */
export const CODES = collection('phoneCodes', phoneCodesDocument, [
  // Longer than the day over which codes are counted.
  { name: 'ttl', key: { requestedAt: 1 }, expireAfterSeconds: 2 * 86_400 },
]);

@Injectable()
export class CodesStore {
  constructor(@InjectModel(CODES.name) private readonly rows: Model<PhoneCodesDocument>) {}

  async find(phoneKey: string): Promise<PhoneCodesDocument | undefined> {
    return (await findById(this.rows, phoneKey)) ?? undefined;
  }

  /** False when somebody else changed the codes since they were read: read them again. */
  async save(
    phoneKey: string,
    before: PhoneCodesDocument | undefined,
    codes: PhoneCodes,
  ): Promise<boolean> {
    const version = (before?.version ?? 0) + 1;
    const row: PhoneCodesDocument = { ...codes, _id: phoneKey, version };
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
      { _id: phoneKey, 'challenges.codeId': codeId },
      { $set: { 'challenges.$.sentAt': sentAt }, $inc: { version: 1 } },
    );
  }

  /** Whether this was the one use of the code. */
  async use(phoneKey: string, codeId: string, session: ClientSession): Promise<boolean> {
    const row = await findById(this.rows, phoneKey, session);
    const challenges = row?.challenges.filter((one) => one.codeId !== codeId);
    if (!row || challenges?.length === row.challenges.length) return false;
    await save(this.rows, { ...row, challenges: challenges ?? [] }, session);
    return true;
  }
}

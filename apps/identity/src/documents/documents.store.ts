import { DOCUMENT_KINDS } from '@demerit/contracts';
import { closed, collection, field, t, type Static } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model, Types } from 'mongoose';
import { MEDIA_TYPES } from './documents.rules';

const uploadDocument = closed({
  _id: t.String(),
  accountId: t.String(),
  kind: field.oneOf(DOCUMENT_KINDS),
  mediaType: field.oneOf(MEDIA_TYPES),
  /** Bytes. */
  size: field.count,
  /** Of what was sent, hex. */
  sha256: t.String({ pattern: '^[0-9a-f]{64}$' }),
  /** Of the bytes in DocumentFiles. */
  fileId: field.objectId,
  createdAt: field.date,
  /** While nothing has named it. */
  unusedSince: t.Optional(field.date),
});
export type UploadDocument = Static<typeof uploadDocument>;

export const DOCUMENTS = collection('documents', uploadDocument, [
  { name: 'file', key: { fileId: 1 }, unique: true },
  { name: 'account', key: { accountId: 1, _id: 1 } },
  {
    name: 'unused',
    key: { unusedSince: 1 },
    partialFilterExpression: { unusedSince: { $exists: true } },
  },
]);

const AT_ONCE = 200;

@Injectable()
export class DocumentsStore {
  constructor(@InjectModel(DOCUMENTS.name) private readonly rows: Model<UploadDocument>) {}

  async find(documentId: string): Promise<UploadDocument | undefined> {
    return (await this.rows.findById(documentId).lean()) ?? undefined;
  }

  /** Those of the ids that exist and are the account's. From now on they are in use, so that they stay. */
  async use(
    accountId: string,
    documentIds: string[],
    session?: ClientSession,
  ): Promise<UploadDocument[]> {
    const named = { _id: { $in: documentIds }, accountId };
    const within = session === undefined ? {} : { session };
    await this.rows.updateMany(
      { ...named, unusedSince: { $exists: true } },
      { $unset: { unusedSince: 1 } },
      within,
    );
    return this.rows.find(named, null, within).lean();
  }

  /** Ids of those that exist and are evidence. From now on they are in use, so that they stay. */
  async useEvidence(documentIds: string[]): Promise<string[]> {
    const named = { _id: { $in: documentIds }, kind: 'evidence' as const };
    await this.rows.updateMany(
      { ...named, unusedSince: { $exists: true } },
      { $unset: { unusedSince: 1 } },
    );
    const found = await this.rows.find(named, { _id: 1 }).lean();
    return found.map(({ _id }) => _id);
  }

  /** Some of those that nothing has named since `before`. */
  async unusedSince(before: Date): Promise<UploadDocument[]> {
    return this.rows
      .find({ unusedSince: { $lt: before } })
      .limit(AT_ONCE)
      .lean();
  }

  /** False when something named it meanwhile. */
  async deleteUnused(documentId: string): Promise<boolean> {
    const { deletedCount } = await this.rows.deleteOne({
      _id: documentId,
      unusedSince: { $exists: true },
    });
    return deletedCount === 1;
  }

  async insert(row: UploadDocument, session: ClientSession): Promise<void> {
    await this.rows.insertMany([row], { session });
  }

  /** How many documents of an account there are, and of how many bytes. */
  async storedOf(
    accountId: string,
    session?: ClientSession,
  ): Promise<{ documents: number; bytes: number }> {
    const [stored] = await this.rows
      .aggregate<{ documents: number; bytes: number }>([
        { $match: { accountId } },
        { $group: { _id: null, documents: { $sum: 1 }, bytes: { $sum: '$size' } } },
      ])
      .session(session ?? null);
    return stored ?? { documents: 0, bytes: 0 };
  }

  async hasFile(fileId: Types.ObjectId): Promise<boolean> {
    return (await this.rows.exists({ fileId })) !== null;
  }
}

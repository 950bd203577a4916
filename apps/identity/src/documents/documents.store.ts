import type { DocumentKind } from '@demerit/contracts';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model, type Types } from 'mongoose';
import type { MediaType } from './documents.rules';

export interface DocumentRow {
  _id: string;
  accountId: string;
  kind: DocumentKind;
  mediaType: MediaType;
  /** Bytes. */
  size: number;
  /** Of what was sent, hex. */
  sha256: string;
  /** Of the bytes in DocumentFiles. */
  fileId: Types.ObjectId;
  createdAt: Date;
  /** While nothing has named it. */
  unusedSince?: Date;
}

export const documentSchema = new Schema<DocumentRow>(
  {
    _id: String,
    accountId: String,
    kind: String,
    mediaType: String,
    size: Number,
    sha256: String,
    fileId: Schema.Types.ObjectId,
    createdAt: Date,
    unusedSince: Date,
  },
  { collection: 'documents', versionKey: false },
);
documentSchema.index({ fileId: 1 }, { name: 'file', unique: true });
documentSchema.index({ accountId: 1, _id: 1 }, { name: 'account' });
documentSchema.index(
  { unusedSince: 1 },
  { name: 'unused', partialFilterExpression: { unusedSince: { $exists: true } } },
);

const AT_ONCE = 200;

@Injectable()
export class DocumentsStore {
  constructor(@InjectModel('documents') private readonly rows: Model<DocumentRow>) {}

  async find(documentId: string): Promise<DocumentRow | undefined> {
    return (await this.rows.findById(documentId).lean()) ?? undefined;
  }

  /** Those of the ids that exist and are the account's. From now on they are in use, so that they stay. */
  async use(
    accountId: string,
    documentIds: string[],
    session?: ClientSession,
  ): Promise<DocumentRow[]> {
    const named = { _id: { $in: documentIds }, accountId };
    const within = session === undefined ? {} : { session };
    await this.rows.updateMany(
      { ...named, unusedSince: { $exists: true } },
      { $unset: { unusedSince: 1 } },
      within,
    );
    return this.rows.find(named, null, within).lean();
  }

  /** Some of those that nothing has named since `before`. */
  async unusedSince(before: Date): Promise<DocumentRow[]> {
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

  async insert(row: DocumentRow, session: ClientSession): Promise<void> {
    await this.rows.insertMany([row], { session });
  }

  async hasFile(fileId: Types.ObjectId): Promise<boolean> {
    return (await this.rows.exists({ fileId })) !== null;
  }
}

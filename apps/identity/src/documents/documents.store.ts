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
  /** Hex. */
  sha256: string;
  /** Of the bytes in DocumentFiles. */
  fileId: Types.ObjectId;
  createdAt: Date;
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
  },
  { collection: 'documents', versionKey: false },
);
documentSchema.index({ fileId: 1 }, { name: 'file', unique: true });

@Injectable()
export class DocumentsStore {
  constructor(@InjectModel('documents') private readonly rows: Model<DocumentRow>) {}

  async find(documentId: string): Promise<DocumentRow | undefined> {
    return (await this.rows.findById(documentId).lean()) ?? undefined;
  }

  /** Those of the ids that exist and are the account's. */
  async ofAccount(accountId: string, documentIds: string[]): Promise<DocumentRow[]> {
    return this.rows.find({ _id: { $in: documentIds }, accountId }).lean();
  }

  async insert(row: DocumentRow, session: ClientSession): Promise<void> {
    await this.rows.insertMany([row], { session });
  }

  async hasFile(fileId: Types.ObjectId): Promise<boolean> {
    return (await this.rows.exists({ fileId })) !== null;
  }
}

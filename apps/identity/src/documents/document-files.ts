import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FieldCipher } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { mongo, Schema, type Connection, type Types } from 'mongoose';
import { openBytes, sealBytes } from './sealed-bytes';

const BUCKET = 'documentFiles';
/** Where the key of a file stands. */
export const FILE_KEY = 'documents.fileKey';

/** The two collections of the bucket, so that they exist with their indexes before the first of several uploads at once. The driver alone writes them, so that nothing is checked here. */
export const fileSchema = new Schema(
  { filename: String, uploadDate: Date },
  { collection: `${BUCKET}.files`, versionKey: false },
);
fileSchema.index({ filename: 1, uploadDate: 1 });
fileSchema.index({ uploadDate: 1 });
export const chunkSchema = new Schema(
  { files_id: Schema.Types.ObjectId, n: Number },
  { collection: `${BUCKET}.chunks`, versionKey: false },
);
chunkSchema.index({ files_id: 1, n: 1 }, { unique: true });

/** Where the bytes of a document are, and what opens them. */
export interface DocumentFile {
  fileId: Types.ObjectId;
  /** A key of its own, encrypted like a personal field, so that a new field key needs no file written anew. Absent where the bytes lie open, as all did at first. */
  fileKey?: string | undefined;
}

/** The bytes of documents, encrypted in GridFS. */
@Injectable()
export class DocumentFiles {
  constructor(
    @InjectConnection() private readonly connection: Connection,
    private readonly cipher: FieldCipher,
  ) {}

  /** On disk at a majority when it resolves. */
  async write(bytes: Buffer, name: string): Promise<Required<DocumentFile>> {
    const { sealed, key } = sealBytes(bytes);
    const upload = this.bucket().openUploadStream(name);
    await pipeline(Readable.from(sealed), upload);
    return { fileId: upload.id, fileKey: this.cipher.encrypt(key.toString('base64url'), FILE_KEY) };
  }

  async read({ fileId, fileKey }: DocumentFile): Promise<Buffer> {
    const bytes = await buffer(this.bucket().openDownloadStream(fileId));
    if (fileKey === undefined) return bytes;
    return openBytes(bytes, Buffer.from(this.cipher.decrypt(fileKey, FILE_KEY), 'base64url'));
  }

  /** As often as you like, also twice at once: that it is gone already is no error. */
  async delete(fileId: Types.ObjectId): Promise<void> {
    try {
      await this.bucket().delete(fileId);
    } catch (error) {
      if (await this.bucket().find({ _id: fileId }).hasNext()) throw error;
    }
  }

  /** Ids of the files written in a span of time. */
  async writtenBetween(from: Date, to: Date): Promise<Types.ObjectId[]> {
    const files = await this.bucket()
      .find({ uploadDate: { $gte: from, $lt: to } })
      .toArray();
    return files.map(({ _id }) => _id);
  }

  private bucket(): mongo.GridFSBucket {
    const { db } = this.connection;
    if (!db) throw new Error('the database is not connected yet');
    return new mongo.GridFSBucket(db, {
      bucketName: BUCKET,
      writeConcern: { w: 'majority', journal: true },
    });
  }
}

import { finished } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { mongo, Schema, type Connection, type Types } from 'mongoose';

const BUCKET = 'documentFiles';

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

/** The bytes of documents, in GridFS. */
@Injectable()
export class DocumentFiles {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** On disk at a majority when it resolves. */
  async write(bytes: Buffer, name: string): Promise<Types.ObjectId> {
    const upload = this.bucket().openUploadStream(name);
    upload.end(bytes);
    await finished(upload);
    return upload.id;
  }

  read(fileId: Types.ObjectId): Readable {
    return this.bucket().openDownloadStream(fileId);
  }

  async delete(fileId: Types.ObjectId): Promise<void> {
    await this.bucket().delete(fileId);
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

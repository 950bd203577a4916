import { DOCUMENT_KINDS } from '@demerit/contracts';
import { closed, collection, field, t, type Static } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model, Types } from 'mongoose';
import { FILE_KEY } from './document-files';
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
  /** Opens them; absent where they lie open. */
  fileKey: t.Optional(field.encrypted(FILE_KEY)),
  createdAt: field.date,
  /** While nothing has named it. */
  unusedSince: t.Optional(field.date),
  /** When services were asked whether they name it, in domain time. */
  lookedAt: t.Optional(field.date),
  /** While nothing names it any longer, in domain time. */
  unneededSince: t.Optional(field.date),
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
  { name: 'look', key: { lookedAt: 1, createdAt: 1 } },
  {
    name: 'unneeded',
    key: { unneededSince: 1 },
    partialFilterExpression: { unneededSince: { $exists: true } },
  },
]);

const AT_ONCE = 200;

/** As something names it. */
const UNNAMED = [{ unusedSince: { $exists: true } }, { unneededSince: { $exists: true } }];
const NAMED = { $unset: { unusedSince: 1 as const, unneededSince: 1 as const } };

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
    await this.rows.updateMany({ ...named, $or: UNNAMED }, NAMED, within);
    return this.rows.find(named, null, within).lean();
  }

  /** Ids of those that exist and are evidence. From now on they are in use, so that they stay. */
  async useEvidence(documentIds: string[]): Promise<string[]> {
    const named = { _id: { $in: documentIds }, kind: 'evidence' as const };
    await this.rows.updateMany({ ...named, $or: UNNAMED }, NAMED);
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

  /** Some that something named once and about which nobody was asked of late; those never asked about come first. */
  async toLookAt(
    { madeBefore, lookedAtBefore }: { madeBefore: Date; lookedAtBefore: Date },
    rows: number,
  ): Promise<UploadDocument[]> {
    const asked = (lookedAt: object) => ({
      lookedAt,
      createdAt: { $lt: madeBefore },
      unusedSince: { $exists: false },
      unneededSince: { $exists: false },
    });
    const never = await this.rows
      .find(asked({ $exists: false }))
      .limit(rows)
      .lean();
    if (never.length > 0) return never;
    return this.rows
      .find(asked({ $lt: lookedAtBefore }))
      .limit(rows)
      .lean();
  }

  /** What came of a look: those that nothing names are looked at once more. */
  async noteLook(
    documents: readonly UploadDocument[],
    named: ReadonlySet<string>,
    lookedAt: Date,
  ): Promise<void> {
    const ids = documents.map(({ _id }) => _id);
    const needed = ids.filter((id) => named.has(id));
    const unneeded = ids.filter((id) => !named.has(id));
    await this.rows.updateMany(
      { _id: { $in: needed } },
      { $set: { lookedAt }, $unset: { unneededSince: 1 } },
    );
    await this.rows.updateMany(
      { _id: { $in: unneeded } },
      { $set: { lookedAt, unneededSince: lookedAt } },
    );
  }

  /** Some that nothing has named since before that. */
  async unneededSince(before: Date, rows: number): Promise<UploadDocument[]> {
    return this.rows
      .find({ unneededSince: { $lt: before } })
      .limit(rows)
      .lean();
  }

  /** False when something has named it since it was read. */
  async deleteUnneeded({ _id, unneededSince }: UploadDocument): Promise<boolean> {
    if (unneededSince === undefined) return false;
    const { deletedCount } = await this.rows.deleteOne({ _id, unneededSince });
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

  /** Some of an account's, by id. */
  async ofAccount(accountId: string, after: string, rows: number): Promise<UploadDocument[]> {
    return this.rows
      .find({ accountId, _id: { $gt: after } })
      .sort({ _id: 1 })
      .limit(rows)
      .lean();
  }

  async delete(documentId: string): Promise<void> {
    await this.rows.deleteOne({ _id: documentId });
  }
}

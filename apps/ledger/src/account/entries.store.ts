import { ENTRY_TYPES } from '@demerit/contracts';
import { insertOnce } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import { entryId } from './entries.rules';
import type { EntryDocument, LicenceDocument, Slots } from './account.types';

export const slotsSchema = new Schema<Slots>(
  {
    licenceCycle: { type: String, required: true },
    vehicleCycle: { type: String, required: true },
    ownVehicle: { type: Boolean, required: true },
  },
  { _id: false },
);

const entrySchema = new Schema<EntryDocument>(
  {
    // Licence and number: the account's order, and a second writer of the same number fails.
    _id: { type: String, required: true },
    licenceId: { type: String, required: true },
    seq: { type: Number, required: true },
    type: { type: String, required: true, enum: ENTRY_TYPES },
    points: { type: Number, required: true },
    balance: { type: Number, required: true },
    causeId: { type: String, required: true },
    cycleStartsOn: { type: String, required: true },
    vehicleId: String,
    slots: slotsSchema,
    because: String,
    violationOccurredAt: String,
    decidedAt: String,
    recordedAt: { type: String, required: true },
    previousHash: { type: String },
    hash: { type: String, required: true },
  },
  { collection: 'entries', versionKey: false, minimize: false },
).index({ causeId: 1, type: 1 }, { name: 'cause', unique: true });

export const ENTRIES = { name: 'entries', schema: entrySchema };

const LAST_SEQ = 99_999_999;

/** The accounts themselves. Append-only: this class has no way to change or delete an entry. */
@Injectable()
export class EntriesStore {
  constructor(@InjectModel(ENTRIES.name) private readonly entries: Model<EntryDocument>) {}

  async append(entries: readonly EntryDocument[], session: ClientSession): Promise<void> {
    if (entries.length > 0) await insertOnce(this.entries, entries, session);
  }

  /** Newest first, those before `beforeSeq`. */
  async page(
    licenceId: string,
    { cycle, beforeSeq = LAST_SEQ + 1, rows }: { cycle?: string; beforeSeq?: number; rows: number },
  ): Promise<EntryDocument[]> {
    return this.entries
      .find({ _id: upTo(licenceId, beforeSeq - 1), ...(cycle && { cycleStartsOn: cycle }) })
      .sort({ _id: -1 })
      .limit(rows)
      .lean<EntryDocument[]>();
  }

  /** Oldest first, up to `seq`: what was there when the licence said that it has so many. For checking. */
  async account(licenceId: string, seq: number, session?: ClientSession): Promise<EntryDocument[]> {
    return this.entries
      .find({ _id: upTo(licenceId, seq) }, null, { session })
      .sort({ _id: 1 })
      .lean<EntryDocument[]>();
  }

  /** The newest ones up to `seq`, at most `rows`, oldest first. */
  async tail(
    licenceId: string,
    seq: number,
    rows: number,
    session?: ClientSession,
  ): Promise<EntryDocument[]> {
    const newest = await this.entries
      .find({ _id: upTo(licenceId, seq) }, null, { session })
      .sort({ _id: -1 })
      .limit(rows)
      .lean<EntryDocument[]>();
    return newest.reverse();
  }

  /** The newest entry of each of these licences. */
  async newest(
    licences: readonly Pick<LicenceDocument, '_id' | 'seq'>[],
    session: ClientSession,
  ): Promise<Map<string, EntryDocument>> {
    const ids = licences.map(({ _id, seq }) => entryId(_id, seq));
    const found = await this.entries
      .find({ _id: { $in: ids } }, null, { session })
      .lean<EntryDocument[]>();
    return new Map(found.map((entry) => [entry.licenceId, entry]));
  }

  /** The entries of each of these licences, oldest first, up to the number it says that it has. For checking. */
  async accounts(
    licences: readonly Pick<LicenceDocument, '_id' | 'seq'>[],
  ): Promise<Map<string, EntryDocument[]>> {
    const ranges = licences
      .filter(({ seq }) => seq > 0)
      .map(({ _id, seq }) => ({ _id: upTo(_id, seq) }));
    if (ranges.length === 0) return new Map();
    const found = await this.entries.find({ $or: ranges }).sort({ _id: 1 }).lean<EntryDocument[]>();
    return Map.groupBy(found, ({ licenceId }) => licenceId);
  }

  /** Those that move slots, in no order. For checking. */
  ofHandlings(): AsyncIterable<EntryDocument> {
    return this.entries
      .find({ type: { $in: ['reserve', 'record', 'release', 'reverse'] } })
      .lean<EntryDocument[]>()
      .cursor({ batchSize: 1_000 });
  }

  async count(): Promise<number> {
    return this.entries.countDocuments();
  }
}

function upTo(licenceId: string, seq: number): { $gte: string; $lte: string } {
  return { $gte: entryId(licenceId, 0), $lte: entryId(licenceId, seq) };
}

import { collection, findByIds, insertOnce } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import type { NamedEntries } from './cycles.rules';
import { entryId } from './entries.rules';
import { entryDocument, type EntryDocument, type LicenceDocument } from './account.types';

export const ENTRIES = collection('entries', entryDocument, [
  { name: 'cause', key: { causeId: 1, type: 1 }, unique: true },
]);

const LAST_SEQ = 99_999_999;
/** Entries of an account that are read by their ids, and so together with those of others. */
const SHORT = 100;

/** The accounts themselves. Append-only: this class has no way to change or delete an entry. */
@Injectable()
export class EntriesStore {
  constructor(@InjectModel(ENTRIES.name) private readonly entries: Model<EntryDocument>) {}

  async append(entries: readonly EntryDocument[], session: ClientSession): Promise<void> {
    await insertOnce(this.entries, entries, session);
  }

  /** Those that a handling or another cause wrote, oldest first. */
  async ofCause(causeId: string): Promise<EntryDocument[]> {
    return this.entries.find({ causeId }).sort({ _id: 1 }).lean<EntryDocument[]>();
  }

  /** Newest first, those before `beforeSeq`; `among`: and none but these. */
  async page(
    licenceId: string,
    {
      among,
      beforeSeq = LAST_SEQ + 1,
      rows,
    }: { among?: readonly NamedEntries[]; beforeSeq?: number; rows: number },
  ): Promise<EntryDocument[]> {
    if (among?.length === 0) return [];
    const ranges = among?.map(({ names, after, upTo: last = LAST_SEQ }) => ({
      _id: { $gt: entryId(licenceId, after), $lte: entryId(licenceId, last) },
      cycleStartsOn: { $in: names },
    }));
    return this.entries
      .find({ _id: upTo(licenceId, beforeSeq - 1), ...(ranges && { $or: ranges }) })
      .sort({ _id: -1 })
      .limit(rows)
      .lean<EntryDocument[]>();
  }

  /** Oldest first, up to `seq`: what was there when the licence said that it has so many. For checking. */
  async account(licenceId: string, seq: number, session?: ClientSession): Promise<EntryDocument[]> {
    if (seq <= SHORT) return this.tail(licenceId, seq, seq, session);
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
    const ids = Array.from({ length: Math.min(rows, seq) }, (_, n) => entryId(licenceId, seq - n));
    const newest = await findByIds(this.entries, ids, session);
    return newest.sort((a, b) => a.seq - b.seq);
  }

  /** The newest entry of each of these licences. */
  async newest(
    licences: readonly Pick<LicenceDocument, '_id' | 'seq'>[],
    session: ClientSession,
  ): Promise<Map<string, EntryDocument>> {
    const ids = licences.map(({ _id, seq }) => entryId(_id, seq));
    const found = await findByIds(this.entries, ids, session);
    return new Map(found.map((entry) => [entry.licenceId, entry]));
  }

  /** The opening balances that stand of these licences. */
  async opening(
    licences: readonly Pick<LicenceDocument, '_id' | 'openingSeq'>[],
    session?: ClientSession,
  ): Promise<Map<string, EntryDocument>> {
    const ids = licences.flatMap(({ _id, openingSeq }) =>
      openingSeq === undefined ? [] : [entryId(_id, openingSeq)],
    );
    if (ids.length === 0) return new Map();
    const found = await findByIds(this.entries, ids, session);
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
  withSlots(): AsyncIterable<EntryDocument> {
    return this.entries
      .find({ type: { $in: ['reserve', 'record', 'release', 'reverse', 'carry_in'] } })
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

import { collection, findById, findByIds, save, saveAll } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { licenceDocument, type LicenceDocument } from './account.types';

export const LICENCES = collection('licences', licenceDocument, [
  { name: 'due', key: { cycleEndsBefore: 1, _id: 1 } },
  // Most licences have no points, and next to none an education.
  { name: 'balance', key: { balance: 1 }, partialFilterExpression: { balance: { $gt: 0 } } },
  { name: 'education', key: { 'education.orderId': 1 }, sparse: true },
]);

/** Where a reading of licences in the order of their cycles' ends goes on. */
export type EndingLicence = Pick<LicenceDocument, '_id' | 'cycleEndsBefore'>;

/** Ids of licences in memory while all that is due is gone through. */
const PAGE = 10_000;

/** In the place of a licence's id: goes on after every licence of that day. */
export const AFTER_ALL_OF = '\uffff';

/** One small document a licence: where its account stands. Every entry is written together with it. */
@Injectable()
export class LicencesStore {
  constructor(@InjectModel(LICENCES.name) private readonly licences: Model<LicenceDocument>) {}

  async find(licenceId: string, session?: ClientSession): Promise<LicenceDocument | null> {
    return findById(this.licences, licenceId, session);
  }

  async save(licence: LicenceDocument, session: ClientSession): Promise<void> {
    await save(this.licences, licence, session);
  }

  async findAll(
    licenceIds: readonly string[],
    session?: ClientSession,
  ): Promise<LicenceDocument[]> {
    return findByIds(this.licences, licenceIds, session);
  }

  /** All of them or, as a lost race, none. */
  async saveAll(licences: readonly LicenceDocument[], session: ClientSession): Promise<void> {
    await saveAll(this.licences, licences, session);
  }

  /** Licences whose written cycle has its end by the day given, in the order of the ends, `size` at a time; a page of ids is all that is held. */
  async *endingUpTo(
    on: string,
    size: number,
    after?: EndingLicence,
  ): AsyncGenerator<EndingLicence[]> {
    for (let last = after; ;) {
      const page = await this.endingNext(on, last);
      for (let from = 0; from < page.length; from += size) yield page.slice(from, from + size);
      last = page.at(-1);
      if (!last) return;
    }
  }

  /**
   * A page of those of one day. By days, and by far more than a transaction takes, since a database that does not read `due` in its order
   * looks at all that is due for each page.
   */
  private async endingNext(on: string, after?: EndingLicence): Promise<EndingLicence[]> {
    const rest = after ? await this.endingOn(after.cycleEndsBefore, after._id) : [];
    if (rest.length > 0) return rest;
    const next = await this.licences
      .findOne(
        { cycleEndsBefore: { $lte: on, ...(after && { $gt: after.cycleEndsBefore }) } },
        { cycleEndsBefore: 1 },
      )
      .sort({ cycleEndsBefore: 1 })
      .lean<EndingLicence>();
    if (!next) return [];
    const { cycleEndsBefore } = next;
    const page = await this.endingOn(cycleEndsBefore, '');
    // Somebody else has just rolled over the last of that day.
    return page.length > 0 ? page : this.endingNext(on, { cycleEndsBefore, _id: AFTER_ALL_OF });
  }

  private async endingOn(cycleEndsBefore: string, afterId: string): Promise<EndingLicence[]> {
    return this.licences
      .find({ cycleEndsBefore, _id: { $gt: afterId } }, { cycleEndsBefore: 1 })
      .sort({ _id: 1 })
      .limit(PAGE)
      .lean<EndingLicence[]>();
  }

  /** Those of them with points recorded whose fine is unpaid. */
  async unpaidAmong(licenceIds: readonly string[]): Promise<string[]> {
    const rows = await this.licences
      .find({ _id: { $in: licenceIds }, 'unpaid.0': { $exists: true } }, { _id: 1 })
      .lean<{ _id: string }[]>();
    return rows.map(({ _id }) => _id);
  }

  /** Those that a change of `FULL_SCORE` may concern: with so many points as of the cycle written, or with an education open. */
  concernedBy(fullScore: number): AsyncIterable<LicenceDocument> {
    const concerned = [
      { balance: { $gte: fullScore } },
      { 'education.orderId': { $exists: true } },
    ];
    return this.licences.find({ $or: concerned }).lean<LicenceDocument[]>().cursor();
  }

  async countDue(on: string): Promise<number> {
    return this.licences.countDocuments({ cycleEndsBefore: { $lte: on } });
  }

  async count(): Promise<number> {
    return this.licences.estimatedDocumentCount();
  }

  /** Those with a cycle within whose place another one took. For checking. */
  withMoved(): AsyncIterable<LicenceDocument> {
    return this.licences
      .find({ 'cycles.movedTo': { $exists: true } })
      .lean<LicenceDocument[]>()
      .cursor();
  }

  async isEmpty(): Promise<boolean> {
    return (await this.licences.exists({})) === null;
  }

  /** A page of ids of those that have their cycles beside them. */
  async besideAfter(id: string, size: number): Promise<string[]> {
    const rows = await this.licences
      .find({ cycles: { $exists: false }, _id: { $gt: id } }, { _id: 1 })
      .sort({ _id: 1 })
      .limit(size)
      .lean<{ _id: string }[]>();
    return rows.map(({ _id }) => _id);
  }

  async countBeside(): Promise<number> {
    return this.licences.countDocuments({ cycles: { $exists: false } });
  }

  /** All of them, for checking. */
  all(): AsyncIterable<LicenceDocument> {
    return this.licences.find().lean<LicenceDocument[]>().cursor();
  }
}

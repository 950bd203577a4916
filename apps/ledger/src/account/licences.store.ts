import { LostRace, saveVersion } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import type {
  EducationState,
  LicenceHold,
  LicenceDocument,
  StandingState,
  UnpaidPoints,
} from './account.types';

export const standingSchema = new Schema<StandingState>(
  {
    status: { type: String, required: true },
    reason: String,
    since: String,
    version: { type: Number, required: true },
    targetId: String,
  },
  { _id: false },
);

const unpaidSchema = new Schema<UnpaidPoints>(
  { handlingId: { type: String, required: true }, points: { type: Number, required: true } },
  { _id: false },
);

const holdSchema = new Schema<LicenceHold>(
  {
    kind: { type: String, required: true },
    until: String,
    causeId: { type: String, required: true },
  },
  { _id: false },
);

const educationSchema = new Schema<EducationState>(
  {
    orderId: { type: String, required: true },
    round: { type: Number, required: true },
    since: { type: String, required: true },
    studyDays: { type: Number, required: true },
    examsPassed: { type: [Number], required: true },
  },
  { _id: false },
);

const fullScoreSchema = new Schema<LicenceDocument['fullScores'][number]>(
  { orderId: { type: String, required: true }, cycleStartsOn: { type: String, required: true } },
  { _id: false },
);

const licenceSchema = new Schema<LicenceDocument>(
  {
    _id: { type: String, required: true },
    accountId: { type: String, required: true },
    personKey: { type: String, required: true },
    firstIssuedOn: { type: String, required: true },
    licenceClass: String,
    claimVersion: { type: Number, required: true },
    cycleStartsOn: { type: String, required: true },
    cycleEndsBefore: { type: String, required: true },
    seq: { type: Number, required: true },
    lastHash: { type: String },
    balance: { type: Number, required: true },
    pending: { type: Number, required: true },
    unpaid: { type: [unpaidSchema], required: true },
    standing: { type: standingSchema, required: true },
    holds: { type: [holdSchema], required: true },
    holdsVersion: { type: Number, required: true },
    education: educationSchema,
    fullScores: { type: [fullScoreSchema], required: true },
    endingTold: String,
    version: { type: Number, required: true },
  },
  { collection: 'licences', versionKey: false, minimize: false },
)
  .index({ accountId: 1, claimVersion: -1 }, { name: 'account' })
  .index({ cycleEndsBefore: 1, _id: 1 }, { name: 'due' });

/** Where a reading of licences in the order of their cycles' ends goes on. */
export type EndingLicence = Pick<LicenceDocument, '_id' | 'cycleEndsBefore'>;

/** Ids of licences in memory while all that is due is gone through. */
const PAGE = 10_000;

/** In the place of a licence's id: goes on after every licence of that day. */
export const AFTER_ALL_OF = '\uffff';

export const LICENCES = { name: 'licences', schema: licenceSchema };

/** One small document a licence: where its account stands. Every entry is written together with it. */
@Injectable()
export class LicencesStore {
  constructor(@InjectModel(LICENCES.name) private readonly licences: Model<LicenceDocument>) {}

  async find(licenceId: string, session?: ClientSession): Promise<LicenceDocument | null> {
    return this.licences.findById(licenceId, null, { session }).lean<LicenceDocument>();
  }

  /** The licence an account claimed last; a person has one at a time. */
  async ofAccount(accountId: string, session?: ClientSession): Promise<LicenceDocument | null> {
    return this.licences
      .findOne({ accountId }, null, { session })
      .sort({ claimVersion: -1 })
      .lean<LicenceDocument>();
  }

  async save(licence: LicenceDocument, session: ClientSession): Promise<void> {
    await saveVersion(this.licences, licence, session);
  }

  async findAll(licenceIds: readonly string[], session: ClientSession): Promise<LicenceDocument[]> {
    return this.licences
      .find({ _id: { $in: licenceIds } }, null, { session })
      .lean<LicenceDocument[]>();
  }

  /** Several licences that a rule has each raised by one version; all of them or, as a lost race, none. */
  async saveAll(licences: readonly LicenceDocument[], session: ClientSession): Promise<void> {
    if (licences.length === 0) return;
    const writes = licences.map((next) => ({
      replaceOne: { filter: { _id: next._id, version: next.version - 1 }, replacement: next },
    }));
    const collection = this.licences.db.collection<LicenceDocument>(this.licences.collection.name);
    const { matchedCount } = await collection.bulkWrite(writes, { session });
    if (matchedCount !== licences.length) throw new LostRace('a licence due for roll-over');
  }

  /** Licences whose written cycle has its end by the day given, in the order of the ends, `size` at a time; a page of ids is all that is held. */
  async *endingUpTo(
    on: string,
    size: number,
    after: EndingLicence | undefined,
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

  async countDue(on: string): Promise<number> {
    return this.licences.countDocuments({ cycleEndsBefore: { $lte: on } });
  }

  async count(): Promise<number> {
    return this.licences.estimatedDocumentCount();
  }

  /** All of them, for checking. */
  all(): AsyncIterable<LicenceDocument> {
    return this.licences.find().lean<LicenceDocument[]>().cursor();
  }
}

import { saveVersion } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import { SHOWN_STAGES, type HandlingRecord } from './handlings.rules';

const text = { type: String, required: true };
const inLanguages = { type: new Schema({ en: text, 'zh-CN': text }, { _id: false }) };

const decisionSchema = new Schema<HandlingRecord['decision']>(
  {
    decisionNumber: text,
    decidedAt: text,
    dueOn: text,
    fineFen: { type: Number, required: true },
    points: { type: Number, required: true },
    facts: inLanguages,
    legalBasis: inLanguages,
    remedies: inLanguages,
  },
  { _id: false },
);

const handlingSchema = new Schema<HandlingRecord>(
  {
    _id: text,
    stage: text,
    live: { type: Boolean, required: true },
    violationId: text,
    violationOccurredAt: text,
    accountId: text,
    personKey: text,
    licenceId: text,
    licenceFirstIssuedOn: text,
    vehicleId: text,
    vehicleRegisteredOn: text,
    ownerPersonKey: text,
    ownVehicle: { type: Boolean, required: true },
    method: text,
    officerId: String,
    orderId: { type: String, default: null },
    decision: { type: decisionSchema, required: true },
    key: { type: new Schema({ id: text, bodyHash: text }, { _id: false }) },
    retryAt: Date,
    refusal: Schema.Types.Mixed,
    revocation: { type: new Schema({ at: text, then: text, reason: text }, { _id: false }) },
    decidedVersion: Number,
    entry: {
      type: new Schema({ entryId: text, balance: Number, because: text }, { _id: false }),
    },
    receiptNumber: String,
    timeline: { type: [new Schema({ at: text, what: text }, { _id: false })], required: true },
    version: { type: Number, required: true },
  },
  { collection: 'handlings', versionKey: false, minimize: false },
)
  .index(
    { violationId: 1 },
    { name: 'live_handling', unique: true, partialFilterExpression: { live: true } },
  )
  .index({ 'key.id': 1 }, { name: 'key', unique: true, sparse: true })
  .index({ 'decision.decisionNumber': 1 }, { name: 'decision_number', unique: true })
  .index({ orderId: 1 }, { name: 'order' })
  .index({ retryAt: 1 }, { name: 'retry', sparse: true })
  .index({ accountId: 1, _id: -1 }, { name: 'account' });

export const HANDLINGS = { name: 'handlings', schema: handlingSchema };

@Injectable()
export class HandlingsStore {
  constructor(@InjectModel(HANDLINGS.name) private readonly handlings: Model<HandlingRecord>) {}

  async find(handlingId: string, session?: ClientSession): Promise<HandlingRecord | null> {
    return this.handlings.findById(handlingId, null, { session }).lean<HandlingRecord>();
  }

  /** The one that began under an idempotency key and is not finished. */
  async begunUnder(keyId: string, session?: ClientSession): Promise<HandlingRecord | null> {
    return this.handlings.findOne({ 'key.id': keyId }, null, { session }).lean<HandlingRecord>();
  }

  async ofOrder(orderId: string): Promise<HandlingRecord | null> {
    return this.handlings.findOne({ orderId }).lean<HandlingRecord>();
  }

  async ofDecision(
    decisionNumber: string,
    session?: ClientSession,
  ): Promise<HandlingRecord | null> {
    return this.handlings
      .findOne({ 'decision.decisionNumber': decisionNumber }, null, { session })
      .lean<HandlingRecord>();
  }

  /** Of an account, newest first (ids made later sort later); `before`: the id of the last one seen. */
  async list(
    accountId: string,
    before: string | undefined,
    rows: number,
  ): Promise<HandlingRecord[]> {
    return this.handlings
      .find({
        accountId,
        stage: { $in: SHOWN_STAGES },
        ...(before === undefined ? {} : { _id: { $lt: before } }),
      })
      .sort({ _id: -1 })
      .limit(rows)
      .lean<HandlingRecord[]>();
  }

  /** Those with something left to be done, the longest waiting first. */
  async due(now: Date, rows: number): Promise<HandlingRecord[]> {
    return this.handlings
      .find({ retryAt: { $lte: now } })
      .sort({ retryAt: 1 })
      .limit(rows)
      .lean<HandlingRecord[]>();
  }

  /** Puts off the next try; false when somebody else has changed the handling. A new version, by which an attempt sees that another one began. */
  async postpone({ _id, version }: HandlingRecord, retryAt: Date): Promise<boolean> {
    const { modifiedCount } = await this.handlings.updateOne(
      { _id, version },
      { $set: { retryAt }, $inc: { version: 1 } },
    );
    return modifiedCount === 1;
  }

  /** A new one, or the next version of one. */
  async save(handling: HandlingRecord, session: ClientSession): Promise<void> {
    await saveVersion(this.handlings, handling, session);
  }
}

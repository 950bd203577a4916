import { BINDING_STATUSES, type BindingStatus } from '@demerit/contracts';
import { saveVersion } from '@demerit/messaging';
import type { PageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model, type QueryFilter } from 'mongoose';
import type { BindingRecord } from './bindings.rules';

const text = { type: String, required: true };

const bindingSchema = new Schema<BindingRecord>(
  {
    _id: text,
    accountId: text,
    vehicleId: text,
    plateNumber: text,
    ownerPersonKey: text,
    relation: text,
    status: { ...text, enum: BINDING_STATUSES },
    live: { type: Boolean, required: true },
    relationNote: String,
    documentIds: { type: [String], required: true },
    requestedAt: { type: Date, required: true },
    consentExpiresAt: Date,
    consentCode: {
      type: new Schema(
        { generation: Number, issuedAt: Date, tries: Number, sentAt: Date },
        { _id: false },
      ),
    },
    expectedBy: String,
    activeSince: Date,
    rejectedReason: String,
    frozen: { type: new Schema({ from: Date, because: [String] }, { _id: false }) },
    timeline: { type: [new Schema({ at: text, what: text }, { _id: false })], required: true },
    version: { type: Number, required: true },
  },
  { collection: 'bindings', versionKey: false },
)
  .index(
    { accountId: 1, vehicleId: 1 },
    { name: 'live_pair', unique: true, partialFilterExpression: { live: true } },
  )
  .index({ accountId: 1, _id: -1 }, { name: 'account' })
  .index({ vehicleId: 1, live: 1 }, { name: 'vehicle' })
  .index({ ownerPersonKey: 1, _id: -1 }, { name: 'owner' })
  .index({ status: 1, requestedAt: 1, _id: 1 }, { name: 'queue' });

export const BINDINGS = { name: 'bindings', schema: bindingSchema };

const PENDING: BindingStatus[] = ['pending_consent', 'pending_review'];

@Injectable()
export class BindingsStore {
  constructor(@InjectModel(BINDINGS.name) private readonly bindings: Model<BindingRecord>) {}

  async find(bindingId: string, session?: ClientSession): Promise<BindingRecord | null> {
    return this.bindings.findById(bindingId, null, { session }).lean<BindingRecord>();
  }

  async livePair(
    accountId: string,
    vehicleId: string,
    session?: ClientSession,
  ): Promise<BindingRecord | null> {
    return this.bindings
      .findOne({ accountId, vehicleId, live: true }, null, { session })
      .lean<BindingRecord>();
  }

  async liveOfVehicles(
    vehicleIds: readonly string[],
    session: ClientSession,
  ): Promise<BindingRecord[]> {
    return this.bindings
      .find({ vehicleId: { $in: vehicleIds }, live: true }, null, { session })
      .lean<BindingRecord[]>();
  }

  /** Of other people's vehicles, pending or active. */
  async liveNonOwn(accountId: string, session: ClientSession): Promise<BindingRecord[]> {
    return this.bindings
      .find({ accountId, live: true, relation: 'other' }, null, { session })
      .lean<BindingRecord[]>();
  }

  async pending(
    of: { accountId: string } | { vehicleId: string },
    session: ClientSession,
  ): Promise<BindingRecord[]> {
    return this.bindings
      .find({ ...of, live: true, relation: 'other', status: { $in: PENDING } }, null, { session })
      .lean<BindingRecord[]>();
  }

  async activeOfAccount(accountId: string): Promise<BindingRecord[]> {
    return this.bindings.find({ accountId, live: true, status: 'active' }).lean<BindingRecord[]>();
  }

  /** Newest first; ids made later sort later. */
  async list(
    of: { accountId: string } | { ownerPersonKey: string; relation: 'other' },
    { after, rows }: PageRequest,
  ): Promise<BindingRecord[]> {
    const older = after?.[0];
    const filter: QueryFilter<BindingRecord> = {
      ...of,
      ...(older === undefined ? {} : { _id: { $lt: older } }),
    };
    return this.bindings.find(filter).sort({ _id: -1 }).limit(rows).lean<BindingRecord[]>();
  }

  /** A reviewers' queue, oldest first. */
  async queue(status: BindingStatus, { after, rows }: PageRequest): Promise<BindingRecord[]> {
    const [requestedMs, bindingId] = after ?? [];
    const requestedAt = new Date(Number(requestedMs));
    const younger: QueryFilter<BindingRecord> =
      bindingId === undefined
        ? {}
        : {
            $or: [{ requestedAt: { $gt: requestedAt } }, { requestedAt, _id: { $gt: bindingId } }],
          };
    return this.bindings
      .find({ status, relation: 'other', ...younger })
      .sort({ requestedAt: 1, _id: 1 })
      .limit(rows)
      .lean<BindingRecord[]>();
  }

  /** Consents that lapse by now, and codes nobody has sent yet. */
  async due(now: Date, rows: number): Promise<BindingRecord[]> {
    return this.bindings
      .find({
        status: 'pending_consent',
        frozen: { $exists: false },
        consentExpiresAt: { $lte: now },
      })
      .limit(rows)
      .lean<BindingRecord[]>();
  }

  async unsent(rows: number): Promise<BindingRecord[]> {
    return this.bindings
      .find({ status: 'pending_consent', 'consentCode.sentAt': { $exists: false } })
      .limit(rows)
      .lean<BindingRecord[]>();
  }

  /** Does not touch the version: it says nothing about the binding, and must not make a reader's etag stale. */
  async markSent(bindingId: string, generation: number, sentAt: Date): Promise<void> {
    await this.bindings.updateOne(
      { _id: bindingId, 'consentCode.generation': generation },
      { $set: { 'consentCode.sentAt': sentAt } },
    );
  }

  async save(binding: BindingRecord, session: ClientSession): Promise<void> {
    await saveVersion(this.bindings, binding, session);
  }
}

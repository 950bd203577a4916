import type { BindingStatus } from '@demerit/contracts';
import { collection, findBy, findWhere, save } from '@demerit/messaging';
import type { PageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model, QueryFilter } from 'mongoose';
import { bindingDocument, type BindingDocument } from './bindings.types';

export const BINDINGS = collection(
  'bindings',
  bindingDocument,
  [
    {
      name: 'live_pair',
      key: { accountId: 1, vehicleId: 1 },
      unique: true,
      partialFilterExpression: { live: true },
    },
    { name: 'account', key: { accountId: 1, _id: -1 } },
    { name: 'vehicle', key: { vehicleId: 1, live: 1 } },
    { name: 'newest_of_vehicle', key: { vehicleId: 1, _id: -1 } },
    { name: 'owner', key: { ownerKey: 1, _id: -1 } },
    { name: 'queue', key: { status: 1, requestedAt: 1, _id: 1 } },
    {
      name: 'ended_attachments',
      key: { requestedAt: 1 },
      partialFilterExpression: { live: false, relationNote: { $exists: true } },
    },
  ],
  { ownerPersonKey: 'ownerKey' },
);

const PENDING: BindingStatus[] = ['pending_consent', 'pending_review'];

/** What is to be said of use that is over. */
type FormerUse = Pick<
  BindingDocument,
  'vehicleId' | 'ownerKey' | 'accountId' | 'status' | 'activeSince' | 'timeline'
>;

@Injectable()
export class BindingsStore {
  constructor(@InjectModel(BINDINGS.name) private readonly bindings: Model<BindingDocument>) {}

  async find(bindingId: string, session?: ClientSession): Promise<BindingDocument | null> {
    return this.bindings.findById(bindingId, null, { session }).lean<BindingDocument>();
  }

  async livePair(
    accountId: string,
    vehicleId: string,
    session?: ClientSession,
  ): Promise<BindingDocument | null> {
    return this.bindings
      .findOne({ accountId, vehicleId, live: true }, null, { session })
      .lean<BindingDocument>();
  }

  /** Whatever became of them; a few, since each was asked for. */
  async ofPair(accountId: string, vehicleId: string): Promise<BindingDocument[]> {
    return findWhere(this.bindings, { accountId, vehicleId });
  }

  async liveOfVehicles(
    vehicleIds: readonly string[],
    session: ClientSession,
  ): Promise<BindingDocument[]> {
    return this.bindings
      .find({ vehicleId: { $in: vehicleIds }, live: true }, null, { session })
      .lean<BindingDocument[]>();
  }

  /** Of other people's vehicles, pending or active. Those that ended are read too, and few: each was asked for. */
  async liveNonOwn(accountId: string, session: ClientSession): Promise<BindingDocument[]> {
    const rows = await findBy(this.bindings, 'accountId', [accountId], session);
    return rows.filter(({ live, relation }) => live && relation === 'other');
  }

  /** Whatever somebody has or asked for, own vehicles too. */
  async liveOfAccount(accountId: string): Promise<BindingDocument[]> {
    return this.bindings.find({ accountId, live: true }).lean<BindingDocument[]>();
  }

  /** By whoever does not own the vehicles. */
  async liveOfOthers(vehicleIds: readonly string[]): Promise<BindingDocument[]> {
    return this.bindings
      .find({ vehicleId: { $in: vehicleIds }, live: true, relation: 'other' })
      .lean<BindingDocument[]>();
  }

  async pending(
    of: { accountId: string } | { vehicleId: string },
    session: ClientSession,
  ): Promise<BindingDocument[]> {
    const rows =
      'accountId' in of
        ? await this.liveNonOwn(of.accountId, session)
        : await findBy(this.bindings, 'vehicleId', [of.vehicleId], session);
    return rows.filter(({ relation, status }) => relation === 'other' && PENDING.includes(status));
  }

  async activeOfAccount(accountId: string): Promise<BindingDocument[]> {
    return this.bindings
      .find({ accountId, live: true, status: 'active' })
      .lean<BindingDocument[]>();
  }

  /** Those who use the vehicles, and whose consent each has; BINDING_USERS_PER_VEHICLE bounds them. */
  async usersOf(
    vehicleIds: string[],
  ): Promise<Pick<BindingDocument, 'vehicleId' | 'ownerKey' | 'accountId'>[]> {
    if (vehicleIds.length === 0) return [];
    return this.bindings
      .find(
        { vehicleId: { $in: vehicleIds }, live: true, status: 'active', relation: 'other' },
        { vehicleId: 1, ownerKey: 1, accountId: 1 },
      )
      .lean<Pick<BindingDocument, 'vehicleId' | 'ownerKey' | 'accountId'>[]>();
  }

  /** Those who wait for a decision on whether they may use the vehicle. */
  async askersOf(vehicleId: string): Promise<string[]> {
    const waiting = { vehicleId, live: true, status: { $in: PENDING } };
    const rows = await this.bindings
      .find(waiting, { accountId: 1 })
      .lean<Pick<BindingDocument, 'accountId'>[]>();
    return rows.map(({ accountId }) => accountId);
  }

  /** Those who used the vehicles until their bindings ended. */
  async formerUsersOf(vehicleIds: string[]): Promise<FormerUse[]> {
    if (vehicleIds.length === 0) return [];
    return this.bindings
      .find(
        {
          ...{ vehicleId: { $in: vehicleIds }, live: false, relation: 'other' },
          activeSince: { $exists: true },
        },
        { vehicleId: 1, ownerKey: 1, accountId: 1, status: 1, activeSince: 1, timeline: 1 },
      )
      .lean<FormerUse[]>();
  }

  /** Newest first; ids made later sort later. */
  async list(
    of: { accountId: string } | { ownerKey: { $in: string[] }; relation: 'other' },
    { after, rows }: PageRequest,
  ): Promise<BindingDocument[]> {
    const older = after?.[0];
    const filter: QueryFilter<BindingDocument> = {
      ...of,
      ...(older === undefined ? {} : { _id: { $lt: older } }),
    };
    return this.bindings.find(filter).sort({ _id: -1 }).limit(rows).lean<BindingDocument[]>();
  }

  /** Whatever became of them, newest first. */
  async newestOfVehicle(vehicleId: string, rows: number): Promise<BindingDocument[]> {
    return this.bindings
      .find({ vehicleId })
      .sort({ _id: -1 })
      .limit(rows)
      .lean<BindingDocument[]>();
  }

  /** A reviewers' queue, oldest first. */
  async queue(status: BindingStatus, { after, rows }: PageRequest): Promise<BindingDocument[]> {
    const [requestedMs, bindingId] = after ?? [];
    const requestedAt = new Date(Number(requestedMs));
    const younger: QueryFilter<BindingDocument> =
      bindingId === undefined
        ? {}
        : {
            $or: [{ requestedAt: { $gt: requestedAt } }, { requestedAt, _id: { $gt: bindingId } }],
          };
    return this.bindings
      .find({ status, relation: 'other', ...younger })
      .sort({ requestedAt: 1, _id: 1 })
      .limit(rows)
      .lean<BindingDocument[]>();
  }

  /** Consents that lapse by now, and codes nobody has sent yet. */
  due(now: Date): AsyncIterable<BindingDocument> {
    return this.bindings
      .find({
        status: 'pending_consent',
        frozen: { $exists: false },
        consentExpiresAt: { $lte: now },
      })
      .lean<BindingDocument>()
      .cursor();
  }

  unsent(): AsyncIterable<BindingDocument> {
    return this.bindings
      .find({
        status: 'pending_consent',
        consentCode: { $exists: true },
        'consentCode.sentAt': { $exists: false },
      })
      .lean<BindingDocument>()
      .cursor();
  }

  /** Does not touch the version: it says nothing about the binding, and must not make a reader's etag stale. */
  async markSent(bindingId: string, generation: number, sentAt: Date): Promise<void> {
    await this.bindings.updateOne(
      { _id: bindingId, 'consentCode.generation': generation },
      { $set: { 'consentCode.sentAt': sentAt } },
    );
  }

  /** Some that ended before, and still have their papers, by id. */
  async withAttachments(
    before: Date,
    { after, rows }: { after: string | undefined; rows: number },
  ): Promise<BindingDocument[]> {
    const younger = { $gte: before.toISOString() };
    return this.bindings
      .find({
        live: false,
        relationNote: { $exists: true },
        requestedAt: { $lt: before },
        'timeline.at': { $not: younger },
        ...(after !== undefined && { _id: { $gt: after } }),
      })
      .sort({ _id: 1 })
      .limit(rows)
      .lean<BindingDocument[]>();
  }

  /** Does not touch the version, as nothing of it concerns what the binding is. */
  async removeAttachments(bindingIds: readonly string[]): Promise<number> {
    const { modifiedCount } = await this.bindings.updateMany(
      { _id: { $in: bindingIds }, live: false },
      { $set: { documentIds: [] }, $unset: { relationNote: 1 } },
    );
    return modifiedCount;
  }

  /** Of all that ended. */
  async removeAttachmentsOf(accountId: string): Promise<void> {
    await this.bindings.updateMany(
      { accountId, live: false },
      { $set: { documentIds: [] }, $unset: { relationNote: 1 } },
    );
  }

  /** The documents that bindings of these accounts name. */
  async documentsOf(accountIds: readonly string[]): Promise<string[]> {
    const rows = await this.bindings
      .find({ accountId: { $in: accountIds } }, { documentIds: 1 })
      .lean<Pick<BindingDocument, 'documentIds'>[]>();
    return rows.flatMap(({ documentIds }) => documentIds);
  }

  /** Answers what is stored now: its version is that of the step's event. */
  async save(binding: BindingDocument, session: ClientSession): Promise<BindingDocument> {
    return save(this.bindings, binding, session);
  }
}

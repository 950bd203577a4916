import { collection, findBy, findById, save } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { SHOWN_STAGES } from './handlings.rules';
import { handlingDocument, type HandlingDocument } from './handlings.types';

export const HANDLINGS = collection(
  'handlings',
  handlingDocument,
  [
    {
      name: 'live_handling',
      key: { violationId: 1 },
      unique: true,
      partialFilterExpression: { live: true },
    },
    { name: 'key', key: { 'key.id': 1 }, unique: true, sparse: true },
    { name: 'decision_number', key: { 'decision.decisionNumber': 1 }, unique: true },
    { name: 'order', key: { orderId: 1 } },
    { name: 'retry', key: { retryAt: 1 }, sparse: true },
    { name: 'account', key: { accountId: 1, _id: -1 } },
    { name: 'violation', key: { violationId: 1, _id: -1 } },
  ],
  { ownerPersonKey: 'ownerKey' },
);

/** Enough for one run; what is not looked at has waited longest at the next one. */
const DUE_AT_ONCE = 1_000;

@Injectable()
export class HandlingsStore {
  constructor(@InjectModel(HANDLINGS.name) private readonly handlings: Model<HandlingDocument>) {}

  async find(handlingId: string, session?: ClientSession): Promise<HandlingDocument | null> {
    return findById(this.handlings, handlingId, session);
  }

  /** Those of them that there are. */
  async stagesOf(handlingIds: readonly string[]): Promise<Map<string, HandlingDocument['stage']>> {
    const rows = await this.handlings
      .find({ _id: { $in: handlingIds } }, { stage: 1 })
      .lean<Pick<HandlingDocument, '_id' | 'stage'>[]>();
    return new Map(rows.map(({ _id, stage }) => [_id, stage]));
  }

  /** Of which violation each of them is. */
  async violationsOf(handlingIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.handlings
      .find({ _id: { $in: handlingIds } }, { violationId: 1 })
      .lean<Pick<HandlingDocument, '_id' | 'violationId'>[]>();
    return new Map(rows.map(({ _id, violationId }) => [_id, violationId]));
  }

  /** The one that began under an idempotency key and is not finished. */
  async unfinishedUnder(keyId: string, session?: ClientSession): Promise<HandlingDocument | null> {
    const [found] = await findBy(this.handlings, 'key.id', [keyId], session);
    return found ?? null;
  }

  async ofOrder(orderId: string): Promise<HandlingDocument | null> {
    return this.handlings.findOne({ orderId }).lean<HandlingDocument>();
  }

  async ofDecision(
    decisionNumber: string,
    session?: ClientSession,
  ): Promise<HandlingDocument | null> {
    const path = 'decision.decisionNumber';
    const [found] = await findBy(this.handlings, path, [decisionNumber], session);
    return found ?? null;
  }

  /** The newest one that anybody sees. */
  async newestOfViolation(violationId: string): Promise<HandlingDocument | null> {
    return this.handlings
      .findOne({ violationId, stage: { $in: SHOWN_STAGES } })
      .sort({ _id: -1 })
      .lean<HandlingDocument>();
  }

  /** Of an account, newest first (ids made later sort later); `before`: the id of the last one seen. */
  async list(
    accountId: string,
    before: string | undefined,
    rows: number,
  ): Promise<HandlingDocument[]> {
    return this.handlings
      .find({
        accountId,
        stage: { $in: SHOWN_STAGES },
        ...(before === undefined ? {} : { _id: { $lt: before } }),
      })
      .sort({ _id: -1 })
      .limit(rows)
      .lean<HandlingDocument[]>();
  }

  /** Whether an account has one in any of these stages. */
  async isAny(accountId: string, stages: readonly HandlingDocument['stage'][]): Promise<boolean> {
    return (await this.handlings.exists({ accountId, stage: { $in: stages } })) !== null;
  }

  /** Ids of those with something left to be done, the longest waiting first. */
  async due(now: Date): Promise<string[]> {
    const due = await this.handlings
      .find({ retryAt: { $lte: now } }, { _id: 1 })
      .sort({ retryAt: 1 })
      .limit(DUE_AT_ONCE)
      .lean<{ _id: string }[]>();
    return due.map(({ _id }) => _id);
  }

  /** Puts off the next try; null when somebody else has changed the handling. A new version, by which an attempt sees that another one began. */
  async postpone(
    { _id, version }: HandlingDocument,
    { retryAt, tries }: { retryAt: Date; tries: number },
  ): Promise<HandlingDocument | null> {
    return this.handlings
      .findOneAndUpdate(
        { _id, version },
        { $set: { retryAt, tries }, $inc: { version: 1 } },
        { returnDocument: 'after' },
      )
      .lean<HandlingDocument>();
  }

  /** A new one, or what a rule made of the stored one; returns what is stored now. */
  async save(handling: HandlingDocument, session: ClientSession): Promise<HandlingDocument> {
    return save(this.handlings, handling, session);
  }

  /** The handling remembers the version under which it was decided, since others may ask for that event later. */
  async saveDecided(handling: HandlingDocument, session: ClientSession): Promise<HandlingDocument> {
    return this.save({ ...handling, decidedVersion: handling.version + 1 }, session);
  }
}

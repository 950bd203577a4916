import type { AccessibleTime, ViolationStatus } from '@demerit/contracts';
import { collection, findById, save, saveAll } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model, QueryFilter } from 'mongoose';
import { violationDocument, type ViolationDocument } from './violations.types';

export const VIOLATIONS = collection('violations', violationDocument, [
  { name: 'notice_number', key: { noticeNumber: 1 }, unique: true },
  { name: 'vehicle', key: { vehicleId: 1, occurredAt: -1, _id: -1 } },
  { name: 'evidence', key: { evidenceIds: 1 } },
  // Of those that were corrected.
  {
    name: 'evidence_entered',
    key: { 'entered.evidenceIds': 1 },
    partialFilterExpression: { entered: { $exists: true } },
  },
  {
    name: 'evidence_before',
    key: { 'timeline.before.evidenceIds': 1 },
    partialFilterExpression: { entered: { $exists: true } },
  },
  { name: 'handling_account', key: { 'handling.accountId': 1, occurredAt: -1, _id: -1 } },
  {
    name: 'awaits_vehicle',
    key: { vehicleId: 1, _id: 1 },
    partialFilterExpression: { awaitsVehicle: true },
  },
  { name: 'look_again', key: { lookAgainAt: 1 }, sparse: true },
]);

/** Who may see: the account, what it has a handling of, and what happened in times of plates. `isVisible` of seeing.rules.ts, as a query. */
export interface Viewer {
  accountId: string;
  times: readonly Pick<AccessibleTime, 'plateId' | 'from' | 'until'>[];
}

/** Which violations a page of a list holds. */
export interface ViolationsFilter extends Viewer {
  plateNumber?: string;
  status?: ViolationStatus;
  /** Sort key of the last one seen. */
  after?: { occurredAt: Date; violationId: string };
}

/** A violation that waits for its vehicle. */
export type Awaiting = Pick<ViolationDocument, '_id' | 'vehicleId' | 'occurredAt'>;

@Injectable()
export class ViolationsStore {
  constructor(
    @InjectModel(VIOLATIONS.name) private readonly violations: Model<ViolationDocument>,
  ) {}

  async find(violationId: string, session?: ClientSession): Promise<ViolationDocument | null> {
    return findById(this.violations, violationId, session);
  }

  /** By id. */
  async findAll(violationIds: string[]): Promise<Map<string, ViolationDocument>> {
    const found = await this.violations
      .find({ _id: { $in: violationIds } })
      .lean<ViolationDocument[]>();
    return new Map(found.map((violation) => [violation._id, violation]));
  }

  /** Of these documents, those that are evidence of a violation, or were before it was corrected. */
  async evidenceAmong(documentIds: readonly string[]): Promise<string[]> {
    const among = { $in: documentIds };
    const corrected = { entered: { $exists: true } };
    const rows = await this.violations
      .find(
        {
          $or: [
            { evidenceIds: among },
            { ...corrected, 'entered.evidenceIds': among },
            { ...corrected, 'timeline.before.evidenceIds': among },
          ],
        },
        { evidenceIds: 1, entered: 1, timeline: 1 },
      )
      .lean<Pick<ViolationDocument, 'evidenceIds' | 'entered' | 'timeline'>[]>();
    return rows.flatMap(({ evidenceIds, entered, timeline = [] }) => [
      ...evidenceIds,
      ...(entered?.evidenceIds ?? []),
      ...timeline.flatMap(({ before }) => before?.evidenceIds ?? []),
    ]);
  }

  /** Of plates that no vehicle of the register had then when they were entered; each is attached by itself. */
  awaiting(plateIds: readonly string[]): AsyncIterable<Awaiting> {
    return this.violations
      .find({ vehicleId: { $in: plateIds }, awaitsVehicle: true }, { vehicleId: 1, occurredAt: 1 })
      .lean<Awaiting>()
      .cursor();
  }

  /** Those of the vehicles that some violation waits for. */
  async awaited(vehicleIds: readonly string[]): Promise<Set<string>> {
    const found = await this.violations
      .find({ vehicleId: { $in: vehicleIds }, awaitsVehicle: true }, { _id: 0, vehicleId: 1 })
      .lean<{ vehicleId: string }[]>();
    return new Set(found.map(({ vehicleId }) => vehicleId));
  }

  async toLookAtAgain(now: Date, rows: number): Promise<{ _id: string; vehicleId: string }[]> {
    return this.violations
      .find({ lookAgainAt: { $lte: now } }, { vehicleId: 1 })
      .sort({ lookAgainAt: 1 })
      .limit(rows)
      .lean<{ _id: string; vehicleId: string }[]>();
  }

  async lookedAt(violationIds: string[]): Promise<void> {
    await this.violations.updateMany(
      { _id: { $in: violationIds } },
      { $unset: { lookAgainAt: 1 } },
    );
  }

  async lookAgainAt(violationIds: string[], at: Date): Promise<void> {
    await this.violations.updateMany({ _id: { $in: violationIds } }, { $set: { lookAgainAt: at } });
  }

  async ofNotice(noticeNumber: string, session?: ClientSession): Promise<ViolationDocument | null> {
    return this.violations.findOne({ noticeNumber }, null, { session }).lean<ViolationDocument>();
  }

  async ofNotices(
    noticeNumbers: readonly string[],
    session: ClientSession,
  ): Promise<ViolationDocument[]> {
    return this.violations
      .find({ noticeNumber: { $in: noticeNumbers } }, null, { session })
      .lean<ViolationDocument[]>();
  }

  /** Whether one that the viewer sees names the document. */
  async showEvidence(documentId: string, viewer: Viewer): Promise<boolean> {
    const found = await this.violations.exists({
      $and: [{ evidenceIds: documentId }, visibleTo(viewer)],
    });
    return found !== null;
  }

  /** Newest first. */
  async list(filter: ViolationsFilter, rows: number): Promise<ViolationDocument[]> {
    const { accountId, times, plateNumber, status, after } = filter;
    const conditions: QueryFilter<ViolationDocument>[] = [visibleTo({ accountId, times })];
    if (plateNumber !== undefined) conditions.push({ plateNumber });
    if (status !== undefined) conditions.push({ status });
    if (after !== undefined) {
      const { occurredAt, violationId } = after;
      conditions.push({
        $or: [{ occurredAt: { $lt: occurredAt } }, { occurredAt, _id: { $lt: violationId } }],
      });
    }
    return this.violations
      .find({ $and: conditions })
      .sort({ occurredAt: -1, _id: -1 })
      .limit(rows)
      .lean<ViolationDocument[]>();
  }

  /** What happened in times of plates, whoever owned the cars; newest first. */
  async within(times: Viewer['times'], rows: number): Promise<ViolationDocument[]> {
    if (times.length === 0) return [];
    return this.violations
      .find({ $or: stretchesOf(times) })
      .sort({ occurredAt: -1, _id: -1 })
      .limit(rows)
      .lean<ViolationDocument[]>();
  }

  /** As they are stored now. */
  async saveAll(
    violations: readonly ViolationDocument[],
    session: ClientSession,
  ): Promise<ViolationDocument[]> {
    return saveAll(this.violations, violations, session);
  }

  /** A new one, or what a rule made of the stored one; returns what is stored now. */
  async save(violation: ViolationDocument, session: ClientSession): Promise<ViolationDocument> {
    return save(this.violations, violation, session);
  }
}

/** Each time is a stretch of the index `vehicle`, so that a page costs the same however much happened at other times. */
function visibleTo({ accountId, times }: Viewer): QueryFilter<ViolationDocument> {
  return { $or: [...stretchesOf(times), { 'handling.accountId': accountId }] };
}

function stretchesOf(times: Viewer['times']): QueryFilter<ViolationDocument>[] {
  return times.map(({ plateId, from, until }) => ({
    vehicleId: plateId,
    occurredAt: { $gte: new Date(from), ...(until !== undefined && { $lt: new Date(until) }) },
  }));
}

import type { SanctionCaseStatus } from '@demerit/contracts';
import { saveVersion } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import type { CaseDocument, CaseStep } from './sanctions.types';

const stepSchema = new Schema<CaseStep>(
  {
    at: { type: String, required: true },
    by: { type: String, required: true },
    status: { type: String, required: true },
    reason: String,
  },
  { _id: false },
);

const caseSchema = new Schema<CaseDocument>(
  {
    _id: { type: String, required: true },
    status: { type: String, required: true },
    policyId: { type: String, required: true },
    role: String,
    licenceId: { type: String, required: true },
    accountId: { type: String, required: true },
    personKey: { type: String, required: true },
    decisionNumbers: { type: [String], required: true },
    gainFen: Number,
    statement: String,
    documentIds: { type: [String], required: true },
    targetId: String,
    offence: Number,
    measures: Schema.Types.Mixed,
    fineOrderId: String,
    confiscationOrderId: String,
    suspendedUntil: String,
    bannedUntil: String,
    notUndone: { type: [String], default: undefined },
    openedAt: { type: String, required: true },
    steps: { type: [stepSchema], required: true },
    version: { type: Number, required: true },
  },
  { collection: 'cases', versionKey: false, minimize: false },
)
  .index({ status: 1, _id: -1 }, { name: 'status' })
  .index({ accountId: 1, _id: -1 }, { name: 'account' })
  // A confirmation opens one case.
  .index(
    { targetId: 1 },
    {
      name: 'target',
      unique: true,
      partialFilterExpression: { targetId: { $exists: true } },
    },
  );

export const CASES = { name: 'cases', schema: caseSchema };

@Injectable()
export class CasesStore {
  constructor(@InjectModel(CASES.name) private readonly cases: Model<CaseDocument>) {}

  async find(caseId: string, session?: ClientSession): Promise<CaseDocument | null> {
    return this.cases.findById(caseId, null, { session }).lean<CaseDocument>();
  }

  async save(state: CaseDocument, session: ClientSession): Promise<void> {
    await saveVersion(this.cases, state, session);
  }

  /** Newest first: ids sort like the time they were made. */
  async page(
    of: { status?: SanctionCaseStatus; accountId?: string },
    rows: number,
    beforeId?: string,
  ): Promise<CaseDocument[]> {
    return this.cases
      .find({ ...of, ...(beforeId && { _id: { $lt: beforeId } }) })
      .sort({ _id: -1 })
      .limit(rows)
      .lean<CaseDocument[]>();
  }
}

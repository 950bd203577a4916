import type { SanctionCaseStatus } from '@demerit/contracts';
import { collection, save } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { caseDocument, type CaseDocument } from './sanctions.types';

export const CASES = collection('cases', caseDocument, [
  { name: 'status', key: { status: 1, _id: -1 } },
  { name: 'account', key: { accountId: 1, _id: -1 } },
  // A confirmation opens one case.
  {
    name: 'target',
    key: { targetId: 1 },
    unique: true,
    partialFilterExpression: { targetId: { $exists: true } },
  },
]);

@Injectable()
export class CasesStore {
  constructor(@InjectModel(CASES.name) private readonly cases: Model<CaseDocument>) {}

  async find(caseId: string, session?: ClientSession): Promise<CaseDocument | null> {
    return this.cases.findById(caseId, null, { session }).lean<CaseDocument>();
  }

  async save(state: CaseDocument, session: ClientSession): Promise<CaseDocument> {
    return save(this.cases, state, session);
  }

  /** Newest first: ids sort like the time they were made. */
  async page(
    of: { status?: SanctionCaseStatus; accountId?: string; 'steps.status'?: SanctionCaseStatus },
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

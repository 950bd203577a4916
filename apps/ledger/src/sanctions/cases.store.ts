import type { SanctionCaseStatus } from '@demerit/contracts';
import { collection, save } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { caseDocument, type CaseDocument } from './sanctions.types';

export const CASES = collection('cases', caseDocument, [
  { name: 'status', key: { status: 1, _id: -1 } },
  { name: 'account', key: { accountId: 1, _id: -1 } },
  { name: 'documents', key: { documentIds: 1 } },
  { name: 'documents_of_answers', key: { 'writtenAnswers.documentIds': 1 } },
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

  /** One of a person's in any of these statuses. */
  async ofAccountIn(
    accountId: string,
    statuses: readonly SanctionCaseStatus[],
  ): Promise<CaseDocument | null> {
    return this.cases.findOne({ accountId, status: { $in: statuses } }).lean<CaseDocument>();
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

  /** Of these documents, those that a case or an answer to it names. */
  async documentsAmong(documentIds: readonly string[]): Promise<string[]> {
    const among = { $in: documentIds };
    const rows = await this.cases
      .find(
        { $or: [{ documentIds: among }, { 'writtenAnswers.documentIds': among }] },
        { documentIds: 1, writtenAnswers: 1 },
      )
      .lean<Pick<CaseDocument, 'documentIds' | 'writtenAnswers'>[]>();
    const named = rows.flatMap((row) => [
      ...row.documentIds,
      ...(row.writtenAnswers ?? []).flatMap((answer) => answer.documentIds),
    ]);
    return documentIds.filter((id) => named.includes(id));
  }
}

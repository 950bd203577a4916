import type {
  SanctionCaseStatus,
  SanctionMeasures,
  SanctionPolicyId,
  SanctionRole,
} from '@demerit/contracts';

export interface CaseStep {
  at: string;
  by: string;
  status: SanctionCaseStatus;
  reason?: string;
}

/** A case of point trading. Role, gain and statement are absent only until a case that a review opened is noticed. */
export interface CaseDocument {
  _id: string;
  status: SanctionCaseStatus;
  policyId: SanctionPolicyId;
  role?: SanctionRole;
  licenceId: string;
  accountId: string;
  personKey: string;
  decisionNumbers: string[];
  gainFen?: number;
  statement?: string;
  documentIds: string[];
  targetId?: string;
  /** As of the newest decision: 1 = the person's first in force. */
  offence?: number;
  measures?: SanctionMeasures;
  fineOrderId?: string;
  confiscationOrderId?: string;
  suspendedUntil?: string;
  bannedUntil?: string;
  notUndone?: string[];
  openedAt: string;
  steps: CaseStep[];
  version: number;
}

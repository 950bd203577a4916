import {
  shanghaiDay,
  shanghaiMinute,
  wording,
  type Decision,
  type DecisionOfDriver,
  type Language,
  type Policy,
  type Wording,
} from '@demerit/contracts';
import type { HandlingDocument, IssuedDecision } from '../handlings/handlings.types';
import type { ViolationDocument } from '../register/violations.types';
import { dueOn } from './due.rules';

/** What the catalogue says to a violation, and who decides, for the texts of its decision. */
export interface DecisionTexts {
  description: Wording;
  /** Articles. */
  basis: Wording;
  /** Whose fine was used. */
  jurisdiction: Wording;
  authority: string | undefined;
}

/** What a paper says of the violation; no correction changes it. */
type PaperViolation = Pick<ViolationDocument, 'noticeNumber' | 'plateNumber'>;

type DecisionParts = Pick<
  HandlingDocument,
  '_id' | 'accountId' | 'violationId' | 'decision' | 'stage' | 'revocation' | 'timeline'
>;

/** Number, dates and texts of a decision, all fixed when the acceptance begins. rules.md §3. */
export function draftDecision(
  handlingId: string,
  violation: ViolationDocument,
  { description, basis, jurisdiction, authority }: DecisionTexts,
  policy: Policy,
  now: Date,
): IssuedDecision {
  return {
    decisionNumber: decisionNumber(handlingId, violation.jurisdiction, now),
    decidedAt: now.toISOString(),
    dueOn: dueOn(shanghaiDay(now), policy),
    fineFen: violation.fineFen,
    points: violation.points,
    facts: facts(violation, description),
    legalBasis: wording('decision.legal_basis', {
      code: violation.code,
      basis,
      jurisdiction,
      authority: authority ?? wording('decision.authority'),
    }),
    remedies: wording('decision.remedies'),
  };
}

/** Words of an officer are one text; what a sanction says is there in each language. */
function inWords(text: string | Wording, language: Language): string {
  return typeof text === 'string' ? text : text[language];
}

/** `<jurisdiction>-<Shanghai day>-<end of the handling's id>`: unique without a counter that every acceptance would have to wait for. */
function decisionNumber(handlingId: string, jurisdiction: string, now: Date): string {
  const place = jurisdiction === 'CN' ? '00' : jurisdiction.slice('CN-'.length);
  const day = shanghaiDay(now).replaceAll('-', '');
  return `${place}-${day}-${handlingId.slice(-12).toUpperCase()}`;
}

function facts(
  { occurredAt, plateNumber, place, code, noticeNumber }: ViolationDocument,
  description: Wording,
): Wording {
  const at = shanghaiMinute(occurredAt);
  const values = { at, plateNumber, place, description, code, noticeNumber };
  return wording('decision.facts', values);
}

/** Whether it still stands. */
export function decisionStatus({
  stage,
  revocation,
}: Pick<HandlingDocument, 'stage' | 'revocation'>): Decision['status'] {
  if (revocation) return 'revoked';
  return stage === 'withdrawn' ? 'withdrawn' : 'in_force';
}

/** As it was issued, and whether it still stands; `code`: the one that is printed on it. */
export function decisionIn(
  handling: DecisionParts,
  { violation, code }: { violation: PaperViolation; code: string },
  language: Language,
): DecisionOfDriver {
  const { _id: handlingId, accountId, violationId, decision, revocation, timeline } = handling;
  const withdrawn = timeline.find(({ what }) => what === 'withdrawn');
  return {
    ...decision,
    handlingId,
    accountId,
    violationId,
    noticeNumber: violation.noticeNumber,
    plateNumber: violation.plateNumber,
    status: decisionStatus(handling),
    ...(revocation && {
      revocation: { ...revocation, reason: inWords(revocation.reason, language) },
    }),
    ...(withdrawn && { withdrawnAt: withdrawn.at }),
    facts: decision.facts[language],
    legalBasis: decision.legalBasis[language],
    remedies: decision.remedies[language],
    code,
  };
}

import {
  shanghaiDay,
  shanghaiMinute,
  wording,
  type Decision,
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
export function inWords(text: string | Wording, language: Language): string {
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

/** As it was issued, and whether it still stands. */
export function decisionIn(
  {
    _id: handlingId,
    decision,
    stage,
    revocation,
    timeline,
  }: Pick<HandlingDocument, '_id' | 'decision' | 'stage' | 'revocation' | 'timeline'>,
  language: Language,
): Decision {
  const withdrawn = timeline.find(({ what }) => what === 'withdrawn');
  return {
    ...decision,
    handlingId,
    status: revocation ? 'revoked' : stage === 'withdrawn' ? 'withdrawn' : 'in_force',
    ...(revocation && {
      revocation: { ...revocation, reason: inWords(revocation.reason, language) },
    }),
    ...(withdrawn && { withdrawnAt: withdrawn.at }),
    facts: decision.facts[language],
    legalBasis: decision.legalBasis[language],
    remedies: decision.remedies[language],
  };
}

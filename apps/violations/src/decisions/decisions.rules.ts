import {
  shanghaiDay,
  shanghaiTime,
  type Decision,
  type Language,
  type Policy,
  type Revocation,
} from '@demerit/contracts';
import type { IssuedDecision } from '../handlings/handlings.types';
import type { ViolationDocument } from '../register/violations.types';
import { dueOn } from './due.rules';

const REMEDIES: Record<Language, string> = {
  en: 'You may apply for administrative reconsideration within 60 days of receiving this decision, or bring an action before the court within 6 months.',
  'zh-CN': '如不服本决定，可以自收到决定书之日起六十日内申请行政复议，或者在六个月内提起行政诉讼。',
};

/** Number, dates and texts of a decision, all fixed when the acceptance begins. rules.md §3. */
export function draftDecision(
  handlingId: string,
  violation: ViolationDocument,
  description: Record<Language, string>,
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
    legalBasis: legalBasis(violation),
    remedies: REMEDIES,
  };
}

/** `<jurisdiction>-<Shanghai day>-<end of the handling's id>`: unique without a counter that every acceptance would have to wait for. */
function decisionNumber(handlingId: string, jurisdiction: string, now: Date): string {
  const place = jurisdiction === 'CN' ? '00' : jurisdiction.slice('CN-'.length);
  const day = shanghaiDay(now).replaceAll('-', '');
  return `${place}-${day}-${handlingId.slice(-12).toUpperCase()}`;
}

function facts(
  { occurredAt, plateNumber, place, code, noticeNumber }: ViolationDocument,
  description: Record<Language, string>,
): Record<Language, string> {
  const at = shanghaiTime(occurredAt).slice(0, 16).replace('T', ' ');
  return {
    en: `On ${at} (China time) the vehicle ${plateNumber} was recorded at ${place}: ${description.en} (code ${code}, notice ${noticeNumber}). The person handling it declared to have been driving.`,
    'zh-CN': `${at}，车辆${plateNumber}在${place}实施“${description['zh-CN']}”的违法行为（代码${code}，通知编号${noticeNumber}）。处理人声明本人为当时的驾驶人。`,
  };
}

function legalBasis({ code, jurisdiction }: ViolationDocument): Record<Language, string> {
  return {
    en: `Road Traffic Safety Law of the People's Republic of China; Measures for the Administration of Penalty Points for Road Traffic Offences (Order No. 163 of the Ministry of Public Security); fine for code ${code} as set for ${jurisdiction}.`,
    'zh-CN': `《中华人民共和国道路交通安全法》；《道路交通安全违法行为记分管理办法》（公安部令第163号）；代码${code}在${jurisdiction}的罚款标准。`,
  };
}

/** As it was issued, and whether it still stands. */
export function decisionIn(
  decision: IssuedDecision,
  { handlingId, revocation }: { handlingId: string; revocation?: Revocation | undefined },
  language: Language,
): Decision {
  return {
    ...decision,
    handlingId,
    status: revocation ? 'revoked' : 'in_force',
    ...(revocation && { revocation }),
    facts: decision.facts[language],
    legalBasis: decision.legalBasis[language],
    remedies: decision.remedies[language],
  };
}

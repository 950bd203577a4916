import { shanghaiTime, type Decision, type Language } from '@demerit/contracts';
import { printedPage, yuan, type Row } from '../http/responses/html-page';

interface Words {
  title: string;
  revoked: string;
  ends: Record<'reopen' | 'eliminate', string>;
  reason: string;
  decidedAt: string;
  facts: string;
  legalBasis: string;
  fine: string;
  points: string;
  due: string;
  remedies: string;
}

const WORDS: Record<Language, Words> = {
  en: {
    title: 'Penalty decision',
    revoked: 'REVOKED on (Beijing time)',
    ends: {
      reopen: 'The violation is open again; fine and points are taken back.',
      eliminate: 'The violation is eliminated; fine and points are taken back.',
    },
    reason: 'Reason of the revocation',
    decidedAt: 'Decided on (Beijing time)',
    facts: 'Facts',
    legalBasis: 'Legal basis',
    fine: 'Fine',
    points: 'Penalty points',
    due: 'To be paid by',
    remedies: 'Remedies',
  },
  'zh-CN': {
    title: '交通违法处罚决定书',
    revoked: '本决定已撤销，撤销时间（北京时间）',
    ends: {
      reopen: '该违法记录恢复为未处理；罚款和记分一并撤销。',
      eliminate: '该违法记录已消除；罚款和记分一并撤销。',
    },
    reason: '撤销理由',
    decidedAt: '决定时间（北京时间）',
    facts: '违法事实',
    legalBasis: '法律依据',
    fine: '罚款',
    points: '记分',
    due: '缴款期限',
    remedies: '救济途径',
  },
};

/** A penalty decision for screen and print; a revoked one says so before anything else. rules.md §3. */
export function decisionPage(decision: Decision, language: Language): string {
  const words = WORDS[language];
  const { decisionNumber, fineFen } = decision;
  const rows: Row[] = [
    ...revocationRows(decision, words),
    [words.decidedAt, minuteOf(decision.decidedAt)],
    [words.facts, decision.facts],
    [words.legalBasis, decision.legalBasis],
    [words.fine, yuan(fineFen)],
    [words.points, String(decision.points)],
    ...(fineFen > 0 ? [[words.due, decision.dueOn] satisfies Row] : []),
    [words.remedies, decision.remedies],
  ];
  return printedPage(words.title, decisionNumber, rows, language);
}

function revocationRows({ revocation }: Decision, words: Words): Row[] {
  if (revocation === undefined) return [];
  return [
    [words.revoked, `${minuteOf(revocation.at)}\n${words.ends[revocation.then]}`],
    [words.reason, revocation.reason],
  ];
}

/** `2026-03-02 00:30` in Shanghai. */
function minuteOf(at: string): string {
  return shanghaiTime(new Date(at)).slice(0, 16).replace('T', ' ');
}

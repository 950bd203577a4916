import {
  shanghaiMinute,
  textsIn,
  type Decision,
  type DecisionCheck,
  type Language,
  type PlainTexts,
} from '@demerit/contracts';
import { printedPage, yuan, type Row } from '../http/responses/html-page';

const NOT_UNDONE = ['education_done', 'counted_in_education'] as const;

/** A penalty decision for screen and print; one that does not stand any more says so before anything else. rules.md §3. */
export function decisionPage(decision: Decision, language: Language): string {
  const say = textsIn(language);
  const { decisionNumber, fineFen, name, code } = decision;
  const rows: Row[] = [
    ...revocationRows(decision, say),
    ...withdrawalRows(decision, say),
    ...(name === undefined ? [] : [[say('decision_page.person'), name] satisfies Row]),
    [say('decision_page.plate'), decision.plateNumber],
    [say('decision_page.notice'), decision.noticeNumber],
    [say('decision_page.decided_at'), shanghaiMinute(new Date(decision.decidedAt))],
    [say('decision_page.facts'), decision.facts],
    [say('decision_page.legal_basis'), decision.legalBasis],
    [say('decision_page.fine'), yuan(fineFen)],
    [say('decision_page.points'), String(decision.points)],
    ...(fineFen > 0 ? [[say('decision_page.due'), decision.dueOn] satisfies Row] : []),
    [say('decision_page.remedies'), decision.remedies],
    [say('decision_page.code'), code],
    [say('decision_page.check'), `/v1/checks/decisions/${decisionNumber}?code=${code}`],
  ];
  return printedPage(say('decision_page.title'), decisionNumber, rows, language);
}

/** What a stranger who has a decision in hand may read of it. */
export function decisionCheckPage(check: DecisionCheck, language: Language): string {
  const say = textsIn(language);
  const { genuine, decisionNumber = '', status, decidedAt, fineFen, points } = check;
  const title = say('decision_page.title');
  if (!genuine) return printedPage(title, say('decision_page.not_genuine'), [], language);
  const rows: [label: string, value: string | undefined][] = [
    [say('decision_page.number'), decisionNumber],
    [say('decision_page.status'), status && say(`decision_page.is.${status}`)],
    [say('decision_page.person'), check.nameMasked],
    [say('decision_page.plate'), check.plateNumber],
    [say('decision_page.decided_at'), decidedAt && shanghaiMinute(new Date(decidedAt))],
    [say('decision_page.fine'), fineFen === undefined ? undefined : yuan(fineFen)],
    [say('decision_page.points'), points === undefined ? undefined : String(points)],
  ];
  const shown = rows.filter((row): row is Row => row[1] !== undefined);
  return printedPage(title, say('decision_page.genuine'), shown, language);
}

function revocationRows({ revocation }: Decision, say: PlainTexts): Row[] {
  if (revocation === undefined) return [];
  return [
    [
      say('decision_page.revoked'),
      `${shanghaiMinute(new Date(revocation.at))}\n${say(`decision_page.ends.${revocation.then}`)}`,
    ],
    [say('decision_page.reason'), revocation.reason],
    ...(revocation.notUndone ? [notUndoneRow(revocation.notUndone, say)] : []),
  ];
}

/** Each kind once; which education it was is for those who read the decision by program. */
function notUndoneRow(notUndone: readonly string[], say: PlainTexts): Row {
  const kinds = NOT_UNDONE.filter((kind) => notUndone.some((one) => one.startsWith(`${kind}:`)));
  const sentences = kinds.map((kind) => say(`decision_page.not_undone.${kind}`));
  return [say('decision_page.not_undone'), sentences.join('\n')];
}

function withdrawalRows({ withdrawnAt }: Decision, say: PlainTexts): Row[] {
  if (withdrawnAt === undefined) return [];
  const when = `${shanghaiMinute(new Date(withdrawnAt))}\n${say('decision_page.withdrawn_means')}`;
  return [[say('decision_page.withdrawn'), when]];
}

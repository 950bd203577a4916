import {
  addDays,
  refuse,
  shanghaiDay,
  shanghaiTime,
  startOfShanghaiDay,
  wording,
  type EducationBody,
  type EducationOrder,
  type ExamSubject,
  type LicenceClass,
  type Refusal,
} from '@demerit/contracts';
import { entryId, post, postRollOver } from '../account/entries.rules';
import { liftHold, placeHold, type LicenceChange } from '../account/holds.rules';
import type {
  EducationState,
  EntryDocument,
  LedgerEvent,
  LicenceDocument,
  Terms,
} from '../account/account.types';

/** Full score: detention, the education order and what ends it. rules.md §4.full-score. Round = time full score was reached in one cycle. */

/** Days of study for each round or each full score recorded, whichever is more; and the most there can be. */
const STUDY = {
  ordinary: { daysEach: 7, daysAtMost: 60 },
  large: { daysEach: 30, daysAtMost: 120 },
} as const;

const LARGE_VEHICLE_CLASSES: readonly LicenceClass[] = ['A1', 'A2', 'A3', 'B1', 'B2'];

/** Exams by round, or by how many times full score is recorded, whichever is more: 12–23, 24–35, 36 and above. */
const EXAMS: readonly { from: number; subjects: readonly ExamSubject[] }[] = [
  { from: 3, subjects: [1, 2, 3] },
  { from: 2, subjects: [1, 3] },
  { from: 1, subjects: [1] },
];

export interface Requirement {
  studyDays: number;
  exams: ExamSubject[];
}

/** Follows from the points recorded now: it grows with further points and shrinks with a reversal. */
export function requirementOf(
  round: number,
  balance: number,
  licenceClass: LicenceClass | undefined,
  fullScore: number,
): Requirement {
  const times = Math.max(round, Math.floor(balance / fullScore));
  const isLarge = licenceClass !== undefined && LARGE_VEHICLE_CLASSES.includes(licenceClass);
  const { daysEach, daysAtMost } = isLarge ? STUDY.large : STUDY.ordinary;
  const row = EXAMS.find(({ from }) => times >= from);
  return { studyDays: Math.min(daysEach * times, daysAtMost), exams: [...(row?.subjects ?? [])] };
}

/** After an entry that raised the balance: the licence is detained and an education ordered, once until that one has ended. */
export function reachFullScore(
  licence: LicenceDocument,
  entry: EntryDocument,
  terms: Terms,
): LicenceChange {
  return orderEducation(licence, `${entry._id}-edu`, terms);
}

/**
 * `FULL_SCORE` is another one since: whoever has reached it now is detained like by a record, whoever is below it now is not any more, and
 * where less is required than was done the education ends. rules.md §4.full-score.
 */
export function applyFullScore(licence: LicenceDocument, terms: Terms): Completion {
  const { licence: rolled, entries } = postRollOver(licence, terms);
  // Of the same entry there may have been an order before, under an older policy.
  const orderId = `${entryId(rolled._id, rolled.seq)}-edu-${rolled.holdsVersion}`;
  const reached = orderEducation(rolled, orderId, terms);
  const settled = settleEducation(reached.licence, terms);
  return {
    ...settled,
    entries: [...entries, ...settled.entries],
    events: [...reached.events, ...settled.events],
  };
}

function orderEducation(licence: LicenceDocument, orderId: string, terms: Terms): LicenceChange {
  const { now, policy } = terms;
  const { balance, cycleStartsOn } = licence;
  if (licence.education || balance < policy.fullScore) return { licence, events: [] };
  // Nobody can be told yet: it is ordered when somebody claims the licence.
  if (licence.accountId === '') return { licence, events: [] };
  const since = now.toISOString();
  const round = licence.fullScores.filter((one) => one.cycleStartsOn === cycleStartsOn).length + 1;
  const education = { orderId, round, since, studyDays: 0, examsPassed: [] };
  const fullScores = [...licence.fullScores, { orderId, cycleStartsOn }];
  const placed = placeHold(
    { ...licence, education, fullScores },
    { kind: 'detained', causeId: orderId },
    now,
  );
  return { ...placed, events: [reached(placed.licence, education, terms), ...placed.events] };
}

/** After a reversal: below full score the order is void, the detention lifted, and neither counts as a full score any more. */
function fallBelowFullScore(licence: LicenceDocument, { now, policy }: Terms): LicenceChange {
  const { education, balance } = licence;
  if (!education || balance >= policy.fullScore) return { licence, events: [] };
  const fullScores = licence.fullScores.filter(({ orderId }) => orderId !== education.orderId);
  return liftHold({ ...withoutEducation(licence), fullScores }, education.orderId, now);
}

/** Educations done whose round counted one of these full scores: what nobody can give back. */
export function countedInEducation(
  { fullScores, education }: LicenceDocument,
  lost: readonly string[],
): string[] {
  const cycles = new Map(fullScores.map(({ orderId, cycleStartsOn }) => [orderId, cycleStartsOn]));
  return fullScores
    .filter(({ orderId, cycleStartsOn }, position) => {
      const before = fullScores.slice(0, position).map((one) => one.orderId);
      const isCounting = lost.some(
        (one) => before.includes(one) && cycles.get(one) === cycleStartsOn,
      );
      return isCounting && orderId !== education?.orderId && !lost.includes(orderId);
    })
    .map(({ orderId }) => orderId);
}

/** Full scores that a reversal took away count for no further round, that of an order still open among them. */
export function withoutFullScores(
  licence: LicenceDocument,
  orderIds: readonly string[],
): LicenceDocument {
  const fullScores = licence.fullScores.filter(({ orderId }) => !orderIds.includes(orderId));
  if (fullScores.length === licence.fullScores.length) return licence;
  const { education } = licence;
  const left = { ...licence, fullScores };
  return education
    ? { ...left, education: { ...education, round: roundOf(left, education) } }
    : left;
}

/** Time full score was reached in its cycle. */
function roundOf({ fullScores }: LicenceDocument, { orderId }: EducationState): number {
  const position = fullScores.findIndex((one) => one.orderId === orderId);
  const cycle = fullScores[position]?.cycleStartsOn;
  return fullScores.slice(0, position + 1).filter((one) => one.cycleStartsOn === cycle).length;
}

/** After a step that may have lowered what is required: below full score the order is void; where everything is done it ends. */
export function settleEducation(licence: LicenceDocument, terms: Terms): Completion {
  const fallen = fallBelowFullScore(licence, terms);
  const done = completeEducation(fallen.licence, terms);
  return { ...done, events: [...fallen.events, ...done.events] };
}

export interface Completion extends LicenceChange {
  entries: EntryDocument[];
  completed: boolean;
}

/** Study done, exams passed, fines paid: the points are cleared and the licence is given back; before that, nothing. */
export function completeEducation(licence: LicenceDocument, terms: Terms): Completion {
  const { education } = licence;
  const open: Completion = { licence, entries: [], events: [], completed: false };
  if (!education || licence.unpaid.length > 0) return open;
  const { licence: rolled, entries: ended } = postRollOver(licence, terms);
  const { balance: points, licenceClass } = rolled;
  const { round, orderId: causeId, studyDays, examsPassed } = education;
  const required = requirementOf(round, points, licenceClass, terms.policy.fullScore);
  if (studyDays < required.studyDays) return open;
  if (required.exams.some((subject) => !examsPassed.includes(subject))) return open;
  const recordedAt = terms.now.toISOString();
  const cleared = post(rolled, { type: 'clear_by_exam', points, causeId, recordedAt }, terms);
  const lifted = liftHold(withoutEducation(cleared.licence), causeId, terms.now);
  return { ...lifted, entries: [...ended, ...cleared.entries], completed: true };
}

export interface Educated extends Completion {
  /** As it is after this step, also when that was the last one. */
  order: EducationOrder;
}

/** One of both, or both. */
export function checkEducationForm({ studyDays, examPassed }: EducationBody): Refusal | undefined {
  if (studyDays !== undefined || examPassed !== undefined) return undefined;
  const message = wording('form.days_or_exam');
  const errors = ['studyDays', 'examPassed'].map((field) => ({ field, message }));
  return refuse('VALIDATION_FAILED', { errors });
}

/** Study days done, an exam passed, or both, as an officer records them. */
export function recordEducation(
  { studyDays = 0, examPassed }: EducationBody,
  before: LicenceDocument,
  terms: Terms,
): Educated | Refusal {
  const { fullScore } = terms.policy;
  const { education, balance, licenceClass } = before;
  if (!education) {
    return refuse('EDUCATION_NOT_OPEN', { detail: wording('education.from', { fullScore }) });
  }
  const { exams } = requirementOf(education.round, balance, licenceClass, fullScore);
  const isDue = (exam: ExamSubject): boolean =>
    exams.includes(exam) && !education.examsPassed.includes(exam);
  if (examPassed && !isDue(examPassed)) return refuse('EXAM_NOT_REQUIRED');
  const early = studyRefusal(education, studyDays, terms.now);
  if (early) return early;
  const after = {
    ...education,
    studyDays: education.studyDays + studyDays,
    examsPassed: examPassed ? [...education.examsPassed, examPassed] : education.examsPassed,
  };
  const outcome = completeEducation({ ...before, education: after }, terms);
  const status = outcome.completed ? 'completed' : 'open';
  return {
    ...outcome,
    order: orderOf(outcome.licence, after, status, fullScore),
  };
}

/** Nobody has studied on more days than have passed since the order opened, counted in Shanghai days. */
function studyRefusal(
  { since, studyDays }: EducationState,
  more: number,
  now: Date,
): Refusal | undefined {
  if (more === 0) return undefined;
  const possibleOn = addDays(shanghaiDay(new Date(since)), studyDays + more);
  if (possibleOn <= shanghaiDay(now)) return undefined;
  return refuse('STUDY_NOT_POSSIBLE', {
    reason: 'days_not_passed',
    availableFrom: shanghaiTime(startOfShanghaiDay(possibleOn)),
    detail: wording('education.days_not_passed', { since: shanghaiDay(new Date(since)) }),
    nextStep: wording('education.record_later'),
  });
}

/** As officers and the licence's holder see it. */
export function orderOf(
  licence: LicenceDocument,
  education: EducationState,
  status: EducationOrder['status'],
  fullScore: number,
): EducationOrder {
  const { orderId, round, since, studyDays, examsPassed } = education;
  const { balance, licenceClass } = licence;
  const required = requirementOf(round, balance, licenceClass, fullScore);
  return {
    orderId,
    licenceId: licence._id,
    status,
    round,
    recorded: balance,
    studyDays,
    studyDaysRequired: required.studyDays,
    examsPassed,
    examsRequired: required.exams,
    finesUnpaid: licence.unpaid.length,
    since,
  };
}

function withoutEducation({ education: _ended, ...licence }: LicenceDocument): LicenceDocument {
  return licence;
}

function reached(
  licence: LicenceDocument,
  { orderId, round, since }: EducationState,
  { policy }: Terms,
): LedgerEvent {
  const { _id: licenceId, accountId, balance } = licence;
  // Both only grow, and each order places a hold: a change of policy orders one without an entry.
  const seq = licence.seq + licence.holdsVersion;
  const required = requirementOf(round, balance, licence.licenceClass, policy.fullScore);
  return {
    type: 'licence.full-score-reached',
    key: `${licenceId}-full-score`,
    seq,
    payload: {
      orderId,
      accountId,
      licenceId,
      balance,
      round,
      studyDaysRequired: required.studyDays,
      examsRequired: required.exams,
      at: since,
      version: seq,
    },
  };
}

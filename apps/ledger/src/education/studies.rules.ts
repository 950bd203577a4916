import {
  addDays,
  refuse,
  shanghaiDay,
  wording,
  yearAround,
  type Hold,
  type Policy,
  type Refusal,
  type Study,
  type StudyBody,
  type StudyKind,
  type Wording,
} from '@demerit/contracts';
import { rollOver } from '../account/cycles.rules';
import { post, type Posting } from '../account/entries.rules';
import { hasHold } from '../account/holds.rules';
import type { LicenceDocument, Terms } from '../account/account.types';
import { certifies } from './certificates.rules';
import type { CertificateDocument } from './certificates.types';
import type { StudyDocument } from './studies.types';

/** Study to reduce points. rules.md §4.study. */

const POINTS: Readonly<Record<StudyKind, number>> = { online: 1, on_site: 2, public_service: 1 };

/** In this and the last scoring cycle together, fewer full scores than this. */
const FULL_SCORES_TOO_MANY = 2;

/** Cycles in which no points may have been traded, the one that runs among them. */
const CYCLES_WITHOUT_TRADING = 3;

/** What is known of a person besides the licence's account. */
export interface StudyFacts {
  /** Taken off by studies in the cycle that runs. */
  reducedInCycle: number;
  /** Shanghai days on which sanctions for trading points came into force that still are. */
  tradedOn: readonly string[];
  /** Holds that stand according to identity, which knows also what the ledger did not place. */
  holds: readonly Hold[];
  /** What is registered under the number given; null: nothing. */
  certificate: CertificateDocument | null;
  /** It has reduced points before. */
  isUsed: boolean;
}

export interface Studied extends Posting {
  study: StudyDocument;
  answer: Study;
}

export function reduceByStudy(
  { kind }: StudyBody,
  before: LicenceDocument,
  facts: StudyFacts,
  studyId: string,
  terms: Terms,
): Studied | Refusal {
  const { cycle, balance } = rollOver(before, terms.now, terms.policy.fullScore);
  const left = terms.policy.studyMaxPoints - facts.reducedInCycle;
  const reason = obstacle(before, facts, balance, left, terms);
  if (!certifies(facts.certificate, kind, before._id)) return refuse('CERTIFICATE_NOT_MATCHED');
  if (facts.isUsed) return refuse('CERTIFICATE_USED');
  if (reason) return refuse('STUDY_NOT_POSSIBLE', { reason, detail: saidOf(reason, terms.policy) });
  const points = Math.min(POINTS[kind], left, balance);
  const at = terms.now.toISOString();
  const draft = { type: 'reduce_by_study', points, causeId: studyId, recordedAt: at } as const;
  const posting = post(before, draft, terms);
  const { licence, entry } = posting;
  const of = { studyId, kind, licenceId: before._id, accountId: before.accountId };
  return {
    ...posting,
    study: {
      _id: studyOf(kind, facts.certificate._id),
      ...of,
      points,
      cycleStartsOn: cycle.startsOn,
      at,
    },
    answer: { studyId, kind, reduced: points, recorded: licence.balance, entryId: entry._id, at },
  };
}

/** The id of what a certificate reduced. */
export function studyOf(kind: StudyKind, number: string): string {
  return `${kind} ${number}`;
}

/** First day of the cycle from which on a sanction for trading hinders study. */
function tradingCountsFrom(firstIssuedOn: string, now: Date): string {
  return cyclesBack(firstIssuedOn, now, CYCLES_WITHOUT_TRADING - 1);
}

type Obstacle =
  'hold' | 'no_points' | 'full_score' | 'cycle_maximum' | 'full_scores' | 'point_trading';

function obstacle(
  licence: LicenceDocument,
  { holds, tradedOn }: StudyFacts,
  balance: number,
  left: number,
  { now, policy }: Terms,
): Obstacle | undefined {
  const { firstIssuedOn } = licence;
  const lastCycle = cyclesBack(firstIssuedOn, now, 1);
  const fullScores = licence.fullScores.filter(({ cycleStartsOn }) => cycleStartsOn >= lastCycle);
  const tradingFrom = tradingCountsFrom(firstIssuedOn, now);
  if (balance >= policy.fullScore) return 'full_score';
  if (balance < 1) return 'no_points';
  if (holds.length > 0 || hasHold(licence, now)) return 'hold';
  if (left < 1) return 'cycle_maximum';
  if (fullScores.length >= FULL_SCORES_TOO_MANY) return 'full_scores';
  if (tradedOn.some((day) => day >= tradingFrom)) return 'point_trading';
  return undefined;
}

function saidOf(obstacle: Obstacle, { fullScore, studyMaxPoints }: Policy): Wording {
  switch (obstacle) {
    case 'full_score':
      return wording('study.full_score', { fullScore });
    case 'cycle_maximum':
      return wording('study.cycle_maximum', { most: studyMaxPoints });
    case 'full_scores':
      return wording('study.full_scores', { times: FULL_SCORES_TOO_MANY });
    case 'point_trading':
      return wording('study.point_trading', { before: CYCLES_WITHOUT_TRADING - 1 });
    case 'hold':
    case 'no_points':
      return wording(`study.${obstacle}`);
  }
}

/** First day of the cycle that many before the one that runs. */
function cyclesBack(firstIssuedOn: string, now: Date, cycles: number): string {
  let { startsOn } = yearAround(firstIssuedOn, shanghaiDay(now));
  for (let back = 0; back < cycles; back += 1) {
    ({ startsOn } = yearAround(firstIssuedOn, addDays(startsOn, -1)));
  }
  return startsOn;
}

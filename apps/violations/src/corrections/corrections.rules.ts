import {
  jurisdictionOf,
  Refusal,
  refuse,
  wording,
  type CancellationBody,
  type Correctable,
  type CorrectionBody,
  type OwnerThen,
  type ValuesBefore,
} from '@demerit/contracts';
import {
  awaitingVehicle,
  movedByRegister,
  penaltyOf,
  refuseEvidence,
  type EntryFacts,
} from '../register/violations.rules';
import type { ViolationDocument, ViolationStepDocument } from '../register/violations.types';

/** What a registrar mends of a violation that nobody has handled or disputed yet. rules.md §3.correction */

/** So many steps are kept with a violation; the audit keeps all. */
const STEPS = 100;

/** Beside what a correction says itself. */
export interface CorrectionFacts extends EntryFacts {
  /** Of the vehicle at the corrected time; null where no vehicle of the register had the plate then. */
  owner: OwnerThen | null;
  realNow: Date;
}

/** Only a published violation is corrected or cancelled: in somebody's hands it is what they accepted or dispute. */
function refuseAmendment({ status }: ViolationDocument): Refusal | undefined {
  if (status === 'published') return undefined;
  return refuse('VIOLATION_NOT_OPEN', {
    reason: 'register',
    detail: wording(`violation.is_${status}`),
  });
}

/** What a correction would change; the fields that say what stands there already are none. */
export function changedBy(
  { place, evidence, code, occurredAt }: Omit<CorrectionBody, 'reason'>,
  violation: ViolationDocument,
): Correctable[] {
  const changed: Record<Correctable, boolean> = {
    place: place !== undefined && place !== violation.place,
    evidence:
      evidence !== undefined && JSON.stringify(evidence) !== JSON.stringify(violation.evidenceIds),
    code: code !== undefined && code !== violation.code,
    occurredAt:
      occurredAt !== undefined && Date.parse(occurredAt) !== violation.occurredAt.getTime(),
  };
  return (Object.keys(changed) as Correctable[]).filter((name) => changed[name]);
}

/** The violation as it reads from now on; itself where nothing changes. Code and time are checked as the register does, and make points and fine anew. */
export function correctViolation(
  violation: ViolationDocument,
  body: CorrectionBody,
  { item, evidence, owner, now, realNow }: CorrectionFacts,
): ViolationDocument | Refusal {
  const notOpen = refuseAmendment(violation);
  if (notOpen) return notOpen;
  const changed = changedBy(body, violation);
  if (changed.length === 0) return violation;
  const { place = violation.place, code = violation.code } = body;
  const isAnew = changed.includes('code') || changed.includes('occurredAt');
  const occurredAt = body.occurredAt ?? violation.occurredAt.toISOString();
  const jurisdiction = jurisdictionOf(violation.jurisdiction);
  const penalty = isAnew ? penaltyOf({ occurredAt, jurisdiction }, { item, now }) : {};
  if (penalty instanceof Refusal) return penalty;
  const unproven = changed.includes('evidence')
    ? refuseEvidence(body.evidence, evidence)
    : undefined;
  if (unproven) return unproven;
  const { awaitsVehicle, lookAgainAt, ...rest } = violation;
  const awaiting = changed.includes('occurredAt')
    ? owner === null && awaitingVehicle(realNow)
    : { ...(awaitsVehicle && { awaitsVehicle }), ...(lookAgainAt && { lookAgainAt }) };
  const corrected: ViolationDocument = {
    ...rest,
    ...awaiting,
    ...penalty,
    place,
    code,
    evidenceIds: body.evidence ?? violation.evidenceIds,
    entered: violation.entered ?? enteredAs(violation),
  };
  const { reason } = body;
  const before = replaced(violation, corrected);
  return withStep(corrected, { at: now.toISOString(), what: 'corrected', reason, before });
}

/** It never was one, and stays to be read. */
export function cancelViolation(
  violation: ViolationDocument,
  { reason }: CancellationBody,
  now: Date,
): ViolationDocument | Refusal {
  const notOpen = refuseAmendment(violation);
  if (notOpen) return notOpen;
  const { awaitsVehicle, lookAgainAt, ...cancelled } = movedByRegister(violation, 'cancelled');
  return withStep(cancelled, { at: now.toISOString(), what: 'cancelled', reason });
}

/** Whose the vehicle was, and who used it, is asked for one time: it is not so of another. */
export function isOfAnotherTime(
  asked: Pick<ViolationDocument, 'occurredAt'>,
  stored: Pick<ViolationDocument, 'occurredAt'>,
): boolean {
  return asked.occurredAt.getTime() !== stored.occurredAt.getTime();
}

/** What one of them has that differs in the other, as people read it. */
export function replaced(violation: ViolationDocument, other: ViolationDocument): ValuesBefore {
  const [before, after] = [valuesOf(violation), valuesOf(other)];
  const names = Object.keys(before) as (keyof ValuesBefore)[];
  const changed = names.filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  return Object.fromEntries(changed.map((name) => [name, before[name]]));
}

function valuesOf(violation: ViolationDocument): Required<ValuesBefore> {
  const { place, evidenceIds, code, points, fineFen } = violation;
  const occurredAt = violation.occurredAt.toISOString();
  return { place, evidenceIds, code, points, fineFen, occurredAt };
}

function enteredAs({
  code,
  occurredAt,
  place,
  evidenceIds,
}: ViolationDocument): NonNullable<ViolationDocument['entered']> {
  return { code, occurredAt, place, evidenceIds };
}

function withStep(violation: ViolationDocument, step: ViolationStepDocument): ViolationDocument {
  const timeline = [...(violation.timeline ?? []), step].slice(-STEPS);
  return { ...violation, timeline };
}

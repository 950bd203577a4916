import {
  checkPlate,
  jurisdictionOf,
  normalPlate,
  Refusal,
  refuse,
  refuseInstant,
  shanghaiDay,
  wording,
  type OwnerThen,
  type RegistryViolation,
  type ViolationStatus,
} from '@demerit/contracts';
import { fineOn, type CatalogueItem } from '../catalogue/catalogue.rules';
import type { ViolationDocument } from './violations.types';

/** The register knows no older violation. */
const FIRST_DAY = '2000-01-01';

/** Longer than a transaction takes that registers the vehicle meanwhile. */
const LOOK_AGAIN_AFTER_MS = 15_000;

/** From where to where a violation may go (rules.md §3); nothing is deleted. */
export const VIOLATION_MOVES: Readonly<Record<ViolationStatus, readonly ViolationStatus[]>> = {
  published: ['in_handling', 'disputed', 'cancelled'],
  // Back to published: the ledger refused.
  in_handling: ['decided', 'published'],
  // Back to published: withdrawn, or the decision revoked.
  decided: ['closed', 'published', 'eliminated'],
  closed: ['published', 'eliminated'],
  disputed: ['published', 'eliminated'],
  eliminated: [],
  cancelled: [],
};

/** What is known beside a notice itself. */
export interface EntryFacts {
  /** The catalogue's for the code. */
  item: CatalogueItem | undefined;
  /** Of the documents named as evidence, those that exist and are some. */
  evidence: ReadonlySet<string>;
  now: Date;
}

type Penalty = Pick<
  ViolationDocument,
  'points' | 'procedure' | 'fineFen' | 'fineJurisdiction' | 'occurredAt'
>;

/** What a new violation begins with beside its notice. */
interface Beginning {
  violationId: string;
  plateId: string;
  /** Null while no vehicle of the register had the plate then. */
  owner: OwnerThen | null;
  realNow: Date;
}

/**
 * A notice entered by the police: the violation stored under its number when that says the same, a new one when the number is new; that one
 * waits for its vehicle when the plate had no owner then. rules.md §3.
 */
export function enterViolation(
  body: RegistryViolation,
  stored: ViolationDocument | null,
  { item, evidence, now }: EntryFacts,
  { violationId, plateId, owner, realNow }: Beginning,
): ViolationDocument | Refusal {
  if (stored !== null) {
    return saysTheSame(body, stored) ? stored : refuse('NOTICE_NUMBER_REUSED');
  }
  const wrongPlate = checkPlate(body.plateType, normalPlate(body.plateNumber));
  if (wrongPlate) return wrongPlate;
  const jurisdiction = jurisdictionOf(body.jurisdiction);
  const penalty = penaltyOf({ occurredAt: body.occurredAt, jurisdiction }, { item, now });
  if (penalty instanceof Refusal) return penalty;
  const unproven = refuseEvidence(body.evidence, evidence);
  if (unproven) return unproven;
  return {
    _id: violationId,
    noticeNumber: body.noticeNumber,
    plateNumber: normalPlate(body.plateNumber),
    plateType: body.plateType,
    vehicleId: plateId,
    code: body.code,
    ...penalty,
    place: body.place,
    jurisdiction,
    evidenceIds: body.evidence ?? [],
    status: 'published',
    timeline: [{ at: now.toISOString(), what: 'published' }],
    version: 0,
    ...(owner ? {} : awaitingVehicle(realNow)),
  };
}

/** What the catalogue makes of a kind of violation at a time and a place; the time must be one that the register takes. */
export function penaltyOf(
  { occurredAt: instant, jurisdiction }: { occurredAt: string; jurisdiction: string },
  { item, now }: Pick<EntryFacts, 'item' | 'now'>,
): Penalty | Refusal {
  if (item === undefined) return refuse('VIOLATION_CODE_UNKNOWN');
  const impossible = refuseInstant('occurredAt', instant, { from: FIRST_DAY, now });
  if (impossible) return impossible;
  const occurredAt = new Date(instant);
  const fine = fineOn(item, jurisdiction, shanghaiDay(occurredAt));
  if (fine === undefined) return refuse('FINE_NOT_SET');
  return {
    points: item.points,
    procedure: item.procedure,
    fineFen: fine.fineFen,
    fineJurisdiction: fine.jurisdiction,
    occurredAt,
  };
}

/** Evidence names documents that exist and are some. */
export function refuseEvidence(
  named: readonly string[] = [],
  existing: ReadonlySet<string>,
): Refusal | undefined {
  const missing = named.filter((documentId) => !existing.has(documentId));
  if (missing.length === 0) return undefined;
  return refuse('DOCUMENTS_REQUIRED', {
    detail: wording('documents.no_evidence', { ids: missing }),
  });
}

/** A notice is known as it was entered, and as it stands since it was corrected: a file that comes again undoes no correction. */
function saysTheSame(body: RegistryViolation, stored: ViolationDocument): boolean {
  const entered = stored.entered && { ...stored, ...stored.entered };
  return isSameNotice(body, stored) || (entered !== undefined && isSameNotice(body, entered));
}

function isSameNotice(body: RegistryViolation, stored: ViolationDocument): boolean {
  return (
    normalPlate(body.plateNumber) === stored.plateNumber &&
    body.plateType === stored.plateType &&
    body.code === stored.code &&
    Date.parse(body.occurredAt) === stored.occurredAt.getTime() &&
    body.place === stored.place &&
    jurisdictionOf(body.jurisdiction) === jurisdictionOf(stored.jurisdiction) &&
    JSON.stringify(body.evidence ?? []) === JSON.stringify(stored.evidenceIds)
  );
}

/** Somebody's acceptance takes an open violation; whether it may is the guards' answer. */
export function takenInHandling(
  violation: ViolationDocument,
  handling: NonNullable<ViolationDocument['handling']>,
): ViolationDocument {
  return { ...moved(violation, 'in_handling'), handling };
}

/** What follows when its handling goes on; null when this violation is in the hands of another handling, or of none. */
export function movedByHandling(
  violation: ViolationDocument,
  handlingId: string,
  to: 'decided' | 'closed' | 'published' | 'eliminated',
): ViolationDocument | null {
  if (violation.handling?.handlingId !== handlingId) return null;
  if (violation.status === to) return null;
  const next = moved(violation, to);
  if (to !== 'published') return next;
  const { handling, ...open } = next;
  return open;
}

/** Somebody disputes a published violation, and an officer answers: it stands, published again, or is eliminated. rules.md §3. */
export function movedByDispute(
  violation: ViolationDocument,
  to: 'disputed' | 'published' | 'eliminated',
): ViolationDocument {
  return moved(violation, to);
}

/** A registrar cancels what was entered by mistake. */
export function movedByRegister(violation: ViolationDocument, to: 'cancelled'): ViolationDocument {
  return moved(violation, to);
}

/** Of a violation whose plate no vehicle of the register had then. */
export function awaitingVehicle(
  realNow: Date,
): Pick<ViolationDocument, 'awaitsVehicle' | 'lookAgainAt'> {
  return { awaitsVehicle: true, lookAgainAt: new Date(realNow.getTime() + LOOK_AGAIN_AFTER_MS) };
}

/** Its vehicle has arrived in the register. rules.md §3. */
export function attachedToVehicle(violation: ViolationDocument): ViolationDocument {
  const { awaitsVehicle, lookAgainAt, ...attached } = violation;
  return attached;
}

function moved(violation: ViolationDocument, to: ViolationStatus): ViolationDocument {
  if (!VIOLATION_MOVES[violation.status].includes(to)) {
    throw new Error(`violation ${violation._id} cannot go from ${violation.status} to ${to}`);
  }
  return { ...violation, status: to };
}

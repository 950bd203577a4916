import {
  checkPlate,
  jurisdictionOf,
  normalPlate,
  refuse,
  refuseInstant,
  shanghaiDay,
  wording,
  type OwnerThen,
  type Refusal,
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
  published: ['in_handling', 'disputed'],
  // Back to published: the ledger refused.
  in_handling: ['decided', 'published'],
  // Back to published: withdrawn, or the decision revoked.
  decided: ['closed', 'published', 'eliminated'],
  closed: ['published', 'eliminated'],
  disputed: ['published', 'eliminated'],
  eliminated: [],
};

/** What is known beside a notice itself. */
export interface EntryFacts {
  /** The catalogue's for the code. */
  item: CatalogueItem | undefined;
  /** Of the documents named as evidence, those that exist and are some. */
  evidence: ReadonlySet<string>;
  now: Date;
}

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
    return isSameNotice(body, stored) ? stored : refuse('NOTICE_NUMBER_REUSED');
  }
  const wrongPlate = checkPlate(body.plateType, normalPlate(body.plateNumber));
  if (wrongPlate) return wrongPlate;
  if (item === undefined) return refuse('VIOLATION_CODE_UNKNOWN');
  const impossible = refuseInstant('occurredAt', body.occurredAt, { from: FIRST_DAY, now });
  if (impossible) return impossible;
  const occurredAt = new Date(body.occurredAt);
  const jurisdiction = jurisdictionOf(body.jurisdiction);
  const fine = fineOn(item, jurisdiction, shanghaiDay(occurredAt));
  if (fine === undefined) return refuse('FINE_NOT_SET');
  const missing = (body.evidence ?? []).filter((documentId) => !evidence.has(documentId));
  if (missing.length > 0) {
    return refuse('DOCUMENTS_REQUIRED', {
      detail: wording('documents.no_evidence', { ids: missing }),
    });
  }
  return {
    _id: violationId,
    noticeNumber: body.noticeNumber,
    plateNumber: normalPlate(body.plateNumber),
    plateType: body.plateType,
    vehicleId: plateId,
    code: body.code,
    points: item.points,
    procedure: item.procedure,
    fineFen: fine.fineFen,
    occurredAt,
    place: body.place,
    jurisdiction,
    fineJurisdiction: fine.jurisdiction,
    evidenceIds: body.evidence ?? [],
    status: 'published',
    version: 0,
    ...(owner ? {} : awaitingVehicle(realNow)),
  };
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

/** Of a violation whose plate no vehicle of the register had then. */
function awaitingVehicle(realNow: Date): Pick<ViolationDocument, 'awaitsVehicle' | 'lookAgainAt'> {
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

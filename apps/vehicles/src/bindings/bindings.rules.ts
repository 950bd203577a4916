import {
  addDays,
  isWeekend,
  refuse,
  shanghaiDay,
  shanghaiTime,
  startOfShanghaiDay,
  type BindingStatus,
  type DecisionBody,
  type DocumentKind,
  type PlateType,
  type Refusal,
  type SanctionRole,
  type Standing,
  type TimelineEntry,
} from '@demerit/contracts';

/** Who may bind which vehicle, and the life of a binding. rules.md §2. */

export const RISK_NOTICE =
  'Handle violations only for cars you know, and only what you drove yourself: taking points for gain is punished with suspension or loss of the licence.';

export interface BindingRecord {
  _id: string;
  accountId: string;
  vehicleId: string;
  plateNumber: string;
  ownerPersonKey: string;
  relation: 'own' | 'other';
  status: BindingStatus;
  /** Whether it is pending or active; one of a pair at a time. */
  live: boolean;
  relationNote?: string;
  documentIds: string[];
  requestedAt: Date;
  /** When a pending consent lapses, in domain time. */
  consentExpiresAt?: Date;
  consentCode?: ConsentCode;
  expectedBy?: string;
  activeSince?: Date;
  rejectedReason?: string;
  frozen?: Frozen;
  timeline: TimelineEntry[];
  version: number;
}

/** The code on the owner's phone; the code itself follows from binding and generation. Real time. */
export interface ConsentCode {
  generation: number;
  issuedAt: Date;
  tries: number;
  sentAt?: Date;
}

/** While a suspension of the applicant or of the vehicle stands, hours stop. */
export interface Frozen {
  from: Date;
  because: ('person' | 'vehicle')[];
}

export const MOVES: Record<BindingStatus, readonly BindingStatus[]> = {
  pending_consent: ['pending_review', 'consent_denied', 'consent_expired', 'released', 'ended'],
  pending_review: ['active', 'rejected', 'released', 'ended'],
  active: ['released', 'ended'],
  consent_denied: [],
  consent_expired: [],
  rejected: [],
  released: [],
  ended: [],
};

export function checkMove(from: BindingStatus, to: BindingStatus): Refusal | undefined {
  return MOVES[from].includes(to) ? undefined : refuse('BINDING_NOT_PENDING');
}

/** While it is frozen nobody decides on a binding. */
export function checkThawed({ frozen }: BindingRecord): Refusal | undefined {
  return frozen ? refuse('BINDING_FROZEN') : undefined;
}

/** The binding in its next status; BINDING_NOT_PENDING where the table knows no such move. */
export function move(
  binding: BindingRecord,
  status: BindingStatus,
  now: Date,
  changes: Partial<BindingRecord> = {},
): BindingRecord | Refusal {
  const refusal = checkMove(binding.status, status);
  if (refusal) return refusal;
  return { ...step(binding, status, now), ...changes, status, live: MOVES[status].length > 0 };
}

/** Another line of the timeline and the next version. */
function step(binding: BindingRecord, what: string, now: Date): BindingRecord {
  return {
    ...binding,
    timeline: [...binding.timeline, { at: now.toISOString(), what }],
    version: binding.version + 1,
  };
}

export interface Applicant {
  identityVerified: boolean;
  hasLicence: boolean;
  standing: Standing | undefined;
}

/** What is asked of the person, before anything is said about the vehicle. */
export function checkApplicant(
  applicant: Applicant,
  relation: 'own' | 'other',
): Refusal | undefined {
  if (!applicant.identityVerified) return refuse('IDENTITY_NOT_VERIFIED');
  if (relation === 'own') return undefined;
  if (!applicant.hasLicence) return refuse('LICENCE_REQUIRED');
  if (applicant.standing?.status === 'suspended') return refuse('POINT_SERVICE_SUSPENDED');
  return undefined;
}

export interface BindableVehicle {
  plateType: PlateType;
  commercial: boolean;
  standing: Standing | undefined;
}

/** What is asked of a vehicle whose details were all right. */
export function checkVehicle(
  vehicle: BindableVehicle,
  relation: 'own' | 'other',
): Refusal | undefined {
  if (relation === 'own') return undefined;
  if (vehicle.standing?.status === 'suspended') return refuse('VEHICLE_SUSPENDED');
  const isSmallCar = vehicle.plateType === 'small' || vehicle.plateType === 'small_new_energy';
  if (!isSmallCar || vehicle.commercial) return refuse('VEHICLE_NOT_BINDABLE');
  return undefined;
}

/** A non-own request shows the vehicle licence. */
export function checkPapers(
  documents: readonly { kind: DocumentKind }[],
  relation: 'own' | 'other',
): Refusal | undefined {
  const isShown = documents.some(({ kind }) => kind === 'vehicle_licence');
  if (relation === 'own' || isShown) return undefined;
  return refuse('DOCUMENTS_REQUIRED', {
    detail: { en: 'Missing: vehicle_licence.', 'zh-CN': '缺少：vehicle_licence。' },
  });
}

/** A reviewer's decision: pending_review → active or rejected. */
export function decide(
  binding: BindingRecord,
  { decision, reason }: DecisionBody,
  now: Date,
): BindingRecord | Refusal {
  if (binding.status !== 'pending_review') return refuse('DECISION_NOT_POSSIBLE');
  const frozen = checkThawed(binding);
  if (frozen) return frozen;
  return decision === 'approve'
    ? move(binding, 'active', now, { activeSince: now })
    : move(binding, 'rejected', now, reason === undefined ? {} : { rejectedReason: reason });
}

/** A suspension reaches a binding: a pending one keeps its status, and its hours stop. */
export function freeze(
  binding: BindingRecord,
  because: 'person' | 'vehicle',
  now: Date,
): BindingRecord {
  if (!isPending(binding) || binding.frozen?.because.includes(because)) return binding;
  const frozen = {
    from: binding.frozen?.from ?? now,
    because: [...(binding.frozen?.because ?? []), because],
  };
  return {
    ...(binding.frozen ? binding : step(binding, 'frozen', now)),
    frozen,
    version: binding.version + 1,
  };
}

/** A suspension ends; when none is left the hours go on where they stopped. */
export function thaw(
  binding: BindingRecord,
  because: 'person' | 'vehicle',
  now: Date,
): BindingRecord {
  const { frozen, ...rest } = binding;
  if (!frozen?.because.includes(because)) return binding;
  const left = frozen.because.filter((cause) => cause !== because);
  if (left.length > 0) {
    return { ...rest, frozen: { ...frozen, because: left }, version: binding.version + 1 };
  }
  const frozenMs = Math.max(0, now.getTime() - frozen.from.getTime());
  const { consentExpiresAt } = binding;
  return {
    ...step(rest, 'thawed', now),
    ...(consentExpiresAt && {
      consentExpiresAt: new Date(consentExpiresAt.getTime() + frozenMs),
    }),
    ...(binding.status === 'pending_review' && { expectedBy: expectedBy(now) }),
  };
}

/** In force, a sanction ends what the person uses of others, where the person took points for gain (rules.md §5). */
export function endsBindings(role: SanctionRole): boolean {
  return role === 'seller';
}

export function isPending({ status }: { status: BindingStatus }): boolean {
  return status === 'pending_consent' || status === 'pending_review';
}

/** The end of the next working day, Monday to Friday, as citizens read it. */
export function expectedBy(now: Date): string {
  let day = addDays(shanghaiDay(now), 1);
  while (isWeekend(day)) day = addDays(day, 1);
  return shanghaiTime(startOfShanghaiDay(addDays(day, 1)));
}

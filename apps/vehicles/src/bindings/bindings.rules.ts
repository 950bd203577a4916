import {
  addDays,
  isWeekend,
  refuse,
  shanghaiDay,
  shanghaiTime,
  startOfShanghaiDay,
  type BindingStatus,
  type PlateType,
  type Refusal,
  type SanctionRole,
  type TimelineStep,
  type VehicleAccess,
  type Waiting,
} from '@demerit/contracts';
import type { BindingDocument } from './bindings.types';

/** The life of a binding. rules.md §2. */

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

/** While it is frozen nobody decides on a binding. */
export function isThawed({ frozen }: BindingDocument): boolean {
  return !frozen;
}

/** Whether consent did not come in time. Right before the job that ends it has run. */
export function isLapsed(binding: BindingDocument, now: Date): boolean {
  const { consentExpiresAt } = binding;
  return isThawed(binding) && consentExpiresAt !== undefined && now >= consentExpiresAt;
}

/** The binding in its next status; BINDING_NOT_PENDING where the table knows no such move. */
export function move(
  binding: BindingDocument,
  status: BindingStatus,
  now: Date,
  changes: Partial<BindingDocument> = {},
): BindingDocument | Refusal {
  if (!MOVES[binding.status].includes(status)) return refuse('BINDING_NOT_PENDING');
  return { ...step(binding, status, now), ...changes, status, live: MOVES[status].length > 0 };
}

/** When something that was said elsewhere reaches a binding: at its own instant, but not before the step before. */
export function reachedAt({ timeline }: Pick<BindingDocument, 'timeline'>, at: Date): Date {
  const last = new Date(timeline.at(-1)?.at ?? at);
  return new Date(Math.max(last.getTime(), at.getTime()));
}

/** Another line of the timeline. */
function step(binding: BindingDocument, what: TimelineStep, now: Date): BindingDocument {
  return {
    ...binding,
    timeline: [...binding.timeline, { at: now.toISOString(), what }],
  };
}

/** A suspension reaches a binding: a pending one keeps its status, and its hours stop. */
export function freeze(
  binding: BindingDocument,
  because: 'person' | 'vehicle',
  now: Date,
): BindingDocument {
  if (!isPending(binding) || binding.frozen?.because.includes(because)) return binding;
  const frozen = {
    from: binding.frozen?.from ?? now,
    because: [...(binding.frozen?.because ?? []), because],
  };
  return { ...(binding.frozen ? binding : step(binding, 'frozen', now)), frozen };
}

/** A suspension ends; when none is left the hours go on where they stopped. */
export function thaw(
  binding: BindingDocument,
  because: 'person' | 'vehicle',
  now: Date,
): BindingDocument {
  const { frozen, ...rest } = binding;
  if (!frozen?.because.includes(because)) return binding;
  const left = frozen.because.filter((cause) => cause !== because);
  if (left.length > 0) return { ...rest, frozen: { ...frozen, because: left } };
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

/** What somebody may bind who does not own it: small cars in private use. rules.md §2. */
export function isBindableByOthers(vehicle: {
  plateType: PlateType;
  commercial: boolean;
}): boolean {
  if (vehicle.commercial) return false;
  return vehicle.plateType === 'small' || vehicle.plateType === 'small_new_energy';
}

/**
 * How somebody who did not own a vehicle at an instant stands to what happened with it then, by all bindings they had of it: an active one shows
 * what its owner may see, and so does acting for the owner; whoever drove an organisation's car binds it like anybody.
 */
export function accessBy(
  bindings: readonly Pick<BindingDocument, 'status' | 'activeSince' | 'timeline' | 'ownerKey'>[],
  { ownerKey, actsForOwner, at }: { ownerKey: string; actsForOwner: boolean; at: Date },
): Omit<VehicleAccess, 'vehicle'> {
  const active = bindings.find(
    (binding) => binding.status === 'active' && binding.ownerKey === ownerKey,
  )?.activeSince;
  const wasBound = bindings.some((binding) => wasActiveAt(binding, at));
  return {
    ...(active
      ? { relation: 'bound', activeSince: active.toISOString() }
      : { relation: actsForOwner ? 'delegate' : 'none' }),
    ...(actsForOwner && { actsForOwner }),
    ...(wasBound && { boundThen: true }),
  };
}

/** What a request to that owner waits for, by all bindings that somebody had of a vehicle; the one that is pending, if one is. */
export function waitingFor(
  bindings: readonly BindingDocument[],
  { ownerKey, now }: { ownerKey: string; now: Date },
): Waiting | undefined {
  const pending = bindings.find((binding) => isPending(binding) && binding.ownerKey === ownerKey);
  if (pending === undefined) return undefined;
  if (!isThawed(pending)) return { for: 'thaw' };
  if (pending.status === 'pending_review')
    return { for: 'review', until: pending.expectedBy ?? expectedBy(now) };
  const { consentExpiresAt = now } = pending;
  return isLapsed(pending, now)
    ? undefined
    : { for: 'consent', until: shanghaiTime(consentExpiresAt) };
}

type Used = Pick<BindingDocument, 'status' | 'activeSince' | 'timeline'>;

/** Whether a binding was active at an instant, whatever became of it since. */
function wasActiveAt(binding: Used, at: Date): boolean {
  const { activeSince } = binding;
  if (activeSince === undefined || activeSince > at) return false;
  return binding.status === 'active' || hasEndedAfter(binding, at);
}

/** Whether it was active, and ended after an instant; it may have begun after that, too. */
export function hasEndedAfter({ status, activeSince, timeline }: Used, at: Date): boolean {
  if (activeSince === undefined || status === 'active') return false;
  const end = timeline.findLast(({ what }) => what === status);
  return end !== undefined && Date.parse(end.at) > at.getTime();
}

function isPending({ status }: { status: BindingStatus }): boolean {
  return status === 'pending_consent' || status === 'pending_review';
}

/** The end of the next working day, Monday to Friday, as citizens read it. */
export function expectedBy(now: Date): string {
  let day = addDays(shanghaiDay(now), 1);
  while (isWeekend(day)) day = addDays(day, 1);
  return shanghaiTime(startOfShanghaiDay(addDays(day, 1)));
}

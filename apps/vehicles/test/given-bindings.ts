import type { BindingDocument } from '../src/bindings/bindings.types';

export const NOON = new Date('2026-03-02T04:00:00Z');

export function minutesLater(minutes: number): Date {
  return new Date(NOON.getTime() + minutes * 60_000);
}

/** Somebody else's car, asked for at noon; the owner may consent for three days. */
export function aBinding(changes: Partial<BindingDocument> = {}): BindingDocument {
  return {
    _id: 'bnd_1',
    accountId: 'acc_1',
    vehicleId: 'veh_1',
    plateNumber: '浙A12345',
    ownerKey: 'person_1',
    relation: 'other',
    status: 'pending_consent',
    live: true,
    documentIds: [],
    requestedAt: NOON,
    consentExpiresAt: minutesLater(72 * 60),
    timeline: [],
    version: 1,
    ...changes,
  };
}

/** Of a refusal; undefined for whatever a rule granted. */
export function codeOf(outcome: unknown): unknown {
  return (outcome as { code?: string } | undefined)?.code;
}

import { TIMELINE_STEPS, HANDLING_STAGES, REVOCATION_ENDS } from '@demerit/contracts';
import { closed, field, t, type Static } from '@demerit/messaging';

const inLanguages = closed({ en: t.String(), 'zh-CN': t.String() });

/** A penalty decision as it was issued; nothing in it changes afterwards, whatever becomes of order and catalogue. */
const issuedDecision = closed({
  decisionNumber: t.String(),
  decidedAt: field.instant,
  dueOn: field.day,
  fineFen: field.fen,
  points: field.count,
  facts: inLanguages,
  legalBasis: inLanguages,
  remedies: inLanguages,
});
export type IssuedDecision = Static<typeof issuedDecision>;

const handlingFacts = {
  violationId: t.String(),
  violationOccurredAt: field.instant,
  accountId: t.String(),
  personKey: t.String(),
  licenceId: t.String(),
  licenceFirstIssuedOn: field.day,
  vehicleId: t.String(),
  vehicleRegisteredOn: field.day,
  ownerKey: t.String(),
  ownVehicle: t.Boolean(),
  method: field.oneOf(['online', 'window']),
  /** Account of the officer who accepted at the window. */
  officerId: t.Optional(t.String()),
};

/** A refusal as the ledger gave it. */
export interface StoredRefusal {
  code: string;
  [more: string]: unknown;
}

const recordedEntry = closed({
  entryId: t.String(),
  balance: t.Integer(),
  because: field.oneOf(['paid', 'no_fine', 'overdue']),
});
export type RecordedEntry = Static<typeof recordedEntry>;

export const handlingDocument = closed({
  ...handlingFacts,
  _id: t.String(),
  stage: field.oneOf(HANDLING_STAGES),
  live: t.Boolean(),
  /** Null where the fine is 0. */
  orderId: field.orNull(t.String()),
  decision: issuedDecision,
  /** The idempotency key it began under, until the answer stands under the key. */
  key: t.Optional(closed({ id: t.String(), bodyHash: t.String() })),
  /** While something is left to be done: when to try it again, by the real clock. */
  retryAt: t.Optional(field.date),
  /** How often it was tried again. */
  tries: t.Optional(field.count),
  refusal: t.Optional(
    field.shaped<StoredRefusal>(t.Object({ code: t.String() }, { additionalProperties: true })),
  ),
  /** Of a decision taken back. */
  revocation: t.Optional(
    closed({
      at: field.instant,
      then: field.oneOf(REVOCATION_ENDS),
      /** An officer's own words, or the product's in every language. */
      reason: t.Union([t.String(), inLanguages]),
      notUndone: t.Optional(t.Array(t.String())),
    }),
  ),
  /** The version that said `violation.decided`. */
  decidedVersion: t.Optional(field.count),
  entry: t.Optional(recordedEntry),
  receiptNumber: t.Optional(t.String()),
  timeline: t.Array(closed({ at: field.instant, what: field.oneOf(TIMELINE_STEPS) })),
  version: field.count,
});
export type HandlingDocument = Static<typeof handlingDocument>;
/** Driver, licence and vehicle of a handling as their owners gave them when it began. */
export type HandlingFacts = Pick<HandlingDocument, keyof typeof handlingFacts>;

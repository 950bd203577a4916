import type { Chance } from './chance';

/**
 * What a request has in place of an id, a person or a day until it is sent: `{{bindingId:3}}`. The list of requests is the same for a seed on every
 * stack, and its ids are not.
 */
const FORM = /^\{\{(\w+)(?::(-?\d+))?\}\}$/;

/** Fields that hold what the stack has to have, or what nobody may have yet, and what stands in for it. */
const OF_FIELD: Record<string, string> = {
  documentIds: 'documentId',
  decisionNumbers: 'decisionNumber',
  phone: 'newPhone',
  idNumber: 'newIdNumber',
  licenceNumber: 'licenceNumber',
  ownerLicenceNumber: 'licenceNumber',
  fileNumber: 'fileNumber',
  plateNumber: 'plateNumber',
  vin: 'newVin',
  organisationCode: 'newOrganisationCode',
  asOf: 'today',
};

/** Of which the kinds are the parameters of paths: whoever has read answers has seen some. */
const KINDS = [
  ...['accountId', 'bindingId', 'caseId', 'decisionNumber', 'differenceId', 'disputeId'],
  ...['documentId', 'handlingId', 'licenceId', 'notificationId', 'noticeNumber', 'orderId'],
  ...['organisationId', 'paymentId', 'receiptNumber', 'sessionId', 'targetId', 'vehicleId'],
  ...['violationId'],
] as const;
export const ID_KINDS: readonly string[] = KINDS;

const PLACES = 1_000;

/** Undefined of a field that may hold anything of its form. */
export function standInFor(field: string, chance: Chance): string | undefined {
  const name = OF_FIELD[field] ?? (ID_KINDS.includes(field) ? field : undefined);
  return name === undefined ? undefined : standIn(name, chance.below(PLACES));
}

export function standIn(name: string, place = 0): string {
  return `{{${name}:${String(place)}}}`;
}

/** The value with each stand-in replaced by what it stands for. */
export function filledIn(value: unknown, fill: (name: string, place: number) => unknown): unknown {
  if (typeof value === 'string') {
    const [, name, place = '0'] = FORM.exec(value) ?? [];
    return name === undefined ? value : fill(name, Number(place));
  }
  if (Array.isArray(value)) return value.map((inner) => filledIn(inner, fill));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, filledIn(inner, fill)]),
  );
}

/** A recorded example with stand-ins for what only its own stack had. */
export function withStandIns(example: unknown, chance: Chance, field = ''): unknown {
  if (typeof example === 'string') {
    if (/^\d{4}-\d\d-\d\dT/.test(example)) return standIn('instant', -1 - chance.below(30));
    if (/^\d{4}-\d\d-\d\d$/.test(example)) return standIn('day', -1 - chance.below(300));
    return standInFor(field, chance) ?? example;
  }
  if (Array.isArray(example)) return example.map((inner) => withStandIns(inner, chance, field));
  if (typeof example !== 'object' || example === null) return example;
  return Object.fromEntries(
    Object.entries(example).map(([name, inner]) => [name, withStandIns(inner, chance, name)]),
  );
}

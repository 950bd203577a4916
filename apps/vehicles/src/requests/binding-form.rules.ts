import {
  namesOf,
  refuse,
  wording,
  type BindingBody,
  type PlateType,
  type Refusal,
  type Wording,
} from '@demerit/contracts';

/** What a request says of the vehicle: its details and whose it is, or the code with which its owner shares it. rules.md §2. */
export type Wanted = { details: Details } | { shareCode: string };

export interface Details {
  plateNumber: string;
  plateType: PlateType;
  engineNumberLast6: string;
  /** Of the owner, for another's vehicle: the licence number, or the VIN's last 6 for owners without one. */
  ownerLicenceNumber?: string;
  vinLast6?: string;
}

/** Whether a request names its vehicle in one of the two ways, and wholly. */
export function wantedVehicle(body: BindingBody): Wanted | Refusal {
  const { shareCode, relation, ownerLicenceNumber, vinLast6 } = body;
  const { plateNumber, plateType, engineNumberLast6 } = body;
  const ofVehicle = { plateNumber, plateType, engineNumberLast6 };
  if (shareCode !== undefined) {
    const details = { ...ofVehicle, ownerLicenceNumber, vinLast6 };
    const given = names(details, (value) => value !== undefined);
    if (given.length > 0) return wrong(given, 'form.without_share_code');
    return relation === 'other'
      ? { shareCode }
      : wrongForm('relation', wording('form.share_code_for_others'));
  }
  const missing = names(ofVehicle, (value) => value === undefined);
  if (!plateNumber || !plateType || !engineNumberLast6) return wrong(missing, 'form.missing');
  const isOneGiven = (ownerLicenceNumber === undefined) !== (vinLast6 === undefined);
  if (relation === 'other' && !isOneGiven)
    return wrongForm('ownerLicenceNumber', wording('form.owner_known_by'));
  const ofOwner = {
    ...(ownerLicenceNumber !== undefined && { ownerLicenceNumber }),
    ...(vinLast6 !== undefined && { vinLast6 }),
  };
  return { details: { plateNumber, plateType, engineNumberLast6, ...ofOwner } };
}

function names(fields: Record<string, unknown>, are: (value: unknown) => boolean): string[] {
  const entries = Object.entries(fields).map(([name, value]) => [name, are(value)]);
  return namesOf(Object.fromEntries(entries) as Record<string, boolean>);
}

function wrong(fields: string[], key: 'form.missing' | 'form.without_share_code'): Refusal {
  const errors = fields.map((field) => ({ field, message: wording(key, { field }) }));
  return refuse('VALIDATION_FAILED', { errors });
}

function wrongForm(field: string, message: Wording): Refusal {
  return refuse('VALIDATION_FAILED', { errors: [{ field, message }] });
}

import { refuse, textIn, type BindingBody, type Refusal } from '@demerit/contracts';

/** What a request for another's vehicle says of its owner: the licence number, or the VIN's last 6 for owners without one; one of both. */
export function checkBindingForm(body: BindingBody): Refusal | undefined {
  if (body.relation === 'own') return undefined;
  const given = [body.ownerLicenceNumber, body.vinLast6].filter((value) => value !== undefined);
  if (given.length === 1) return undefined;
  const message = textIn('en', 'form.owner_known_by');
  return refuse('VALIDATION_FAILED', { errors: [{ field: 'ownerLicenceNumber', message }] });
}

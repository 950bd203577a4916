import { isOrganisationCode, type DeskOwner } from '@demerit/contracts';

/** The owner of the register as an officer sees them. `number`: an ID number, an organisation's code, or null in entries of before it was kept. */
export function ownerView({
  number,
  name,
  phone,
}: {
  number: string | null;
  name: string | null;
  phone: string;
}): DeskOwner {
  if (number === null || !isOrganisationCode(number)) return { kind: 'person', name, phone };
  return { kind: 'organisation', organisationCode: number, phone };
}

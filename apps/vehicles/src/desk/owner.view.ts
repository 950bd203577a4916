import type { DeskOwner } from '@demerit/contracts';

/** Where a person's number has the birthday, an organisation's code has signs that make none. */
const OF_PERSON = /^\d{6}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]$/;

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
  if (number === null || OF_PERSON.test(number)) return { kind: 'person', name, phone };
  return { kind: 'organisation', organisationCode: number, phone };
}

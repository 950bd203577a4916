/** Personal values as others may see them in answers, events and logs. rules.md §1. */
export const mask = {
  /** `138****1234` */
  phone: (phone: string): string => keepEnds(phone, 3, 4),
  /** `张**`: the first character stays. */
  name: (name: string): string => keepEnds(name, 1, 0),
  /** `330***********1234` */
  idNumber: (idNumber: string): string => keepEnds(idNumber, 3, 4),
  /** `4G******3`: short ones, too, show a little. */
  engineNumber: (engineNumber: string): string => keepEnds(engineNumber, 2, 1),
  /** `330*****0123` */
  fileNumber: (fileNumber: string): string => keepEnds(fileNumber, 3, 4),
  /** As the ID number, which it usually is. */
  licenceNumber: (licenceNumber: string): string => keepEnds(licenceNumber, 3, 4),
};

function keepEnds(text: string, first: number, last: number): string {
  const characters = Array.from(text);
  if (characters.length <= first + last) return '*'.repeat(characters.length);
  const stars = '*'.repeat(characters.length - first - last);
  return (
    characters.slice(0, first).join('') +
    stars +
    characters.slice(characters.length - last).join('')
  );
}

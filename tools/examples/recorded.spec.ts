import { checkIdNumber, isOrganisationCode } from '@demerit/contracts';
import { checkVin } from '../../apps/vehicles/src/register/entries.rules';
import recorded from '../../apps/gateway/src/http/document/examples.json';
import { withStandIns } from './stand-ins';

const NOW = new Date('2026-03-02T01:00:00Z');

/** Numbers with a check sign, by the names of their fields; those of licences are ID numbers. */
function wrongNumbers(value: unknown, field = ''): string[] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, one]) =>
      wrongNumbers(one, Array.isArray(value) ? field : name),
    );
  if (typeof value !== 'string' || isRight(field, value)) return [];
  return [`${field}: ${value}`];
}

function isRight(field: string, value: string): boolean {
  if (/^(vin|correctsVin)$/.test(field)) return checkVin(value) === undefined;
  if (/^organisationCode$/i.test(field)) return isOrganisationCode(value);
  if (!/^[0-9]{17}[0-9X]$/.test(value)) return true;
  return checkIdNumber(value, NOW) === undefined || isOrganisationCode(value);
}

describe('what the document shows', () => {
  it('§10.document.examples: has no VIN, ID number or organisation code that the interface would refuse', () => {
    expect(wrongNumbers({ owner: { vin: 'LSVAA2BR3MC296195' } })).toHaveLength(1);
    expect(wrongNumbers([{ idNumber: '110105194912310021' }])).toHaveLength(1);
    expect(wrongNumbers(recorded)).toEqual([]);
  });

  it('§10.document.examples: is made up of right numbers, however many there are', () => {
    const vins = Array.from({ length: 30 }, (_, n) => `LSVAA2BR2MC${String(296_000 + n)}`);
    const shown = vins.map((vin, n) => ({
      vin,
      idNumber: `3301991996032540${String(10 + n)}`,
      organisationCode: `91330106MA${String(10_000_000 + n)}`,
    }));
    // A list shows two of its entries.
    const made = withStandIns(Object.fromEntries(shown.map((one, n) => [`of${String(n)}`, one])));
    expect(wrongNumbers(made)).toEqual([]);
    expect(new Set(JSON.stringify(made).match(/"vin":"[A-Z0-9]{17}"/g)).size).toBe(vins.length);
  });
});

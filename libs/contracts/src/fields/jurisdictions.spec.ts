import { validateSync } from 'class-validator';
import { IsJurisdiction, jurisdictionOf } from './jurisdictions';

class Form {
  @IsJurisdiction() jurisdiction: unknown;
}
const isTaken = (jurisdiction: unknown): boolean =>
  validateSync(Object.assign(new Form(), { jurisdiction })).length === 0;

describe('a jurisdiction', () => {
  it.each([
    ['CN', 'CN'],
    ['CN-11', 'CN-11'],
    ['11', 'CN-11'],
    ['110000', 'CN-11'],
    ['CN-110000', 'CN-11'],
    ['1101', 'CN-1101'],
    ['330100', 'CN-3301'],
    ['330106', 'CN-330106'],
    ['CN-330106', 'CN-330106'],
    ['110105', 'CN-110105'],
    ['429004', 'CN-429004'],
    ['441900', 'CN-4419'],
  ])('§3.violation.jurisdiction: %s means %s', (text, kept) => {
    expect(isTaken(text)).toBe(true);
    expect(jurisdictionOf(text)).toBe(kept);
  });

  it.each([
    'CN-123',
    '1',
    '123',
    '12345',
    '1234567',
    'CN-',
    'cn-11',
    '000000',
    '990000',
    '16',
    '330006',
    'CN11',
    '',
    110000,
    null,
  ])('§3.violation.jurisdiction: %p is none', (text) => expect(isTaken(text)).toBe(false));
});

import type { EntryType } from '@demerit/contracts';
import { itemsOf, unpaidIn, type LicenceAccount } from './items.rules';
import type { EntryDocument } from './account.types';

const [LAST, THIS] = ['2024-01-11', '2025-01-11'];
const END = '2025-01-10T16:00:00.000Z';

type Line = [type: EntryType, causeId: string, points: number, cycle: string, more?: 'overdue'];

function accountOf(lines: Line[]): Pick<LicenceAccount, 'firstIssuedOn' | 'entries'> {
  const entries = lines.map(([type, causeId, points, cycleStartsOn, because]) => {
    const entry: Partial<EntryDocument> = { type, causeId, points, cycleStartsOn, because };
    return entry as EntryDocument;
  });
  return { firstIssuedOn: '2019-01-11', entries };
}

function partsOf(lines: Line[], writtenTo = THIS, paidAt: [string, string][] = []): string[] {
  const account = { ...accountOf(lines), paidAt: new Map(paidAt) };
  return itemsOf(account, writtenTo).map(
    ({ causeId, points, cycleStartsOn }) => `${causeId} ${points} ${cycleStartsOn}`,
  );
}

describe('what a balance is made of', () => {
  it('is what was recorded, less what study took off', () => {
    const lines: Line[] = [
      ['reserve', 'h1', 3, THIS],
      ['record', 'h1', 3, THIS],
      ['seller_penalty', 'c1', 12, THIS],
      ['reduce_by_study', 's1', 2, THIS],
      ['release', 'h2', 6, THIS],
    ];
    expect(partsOf(lines)).toEqual([`h1 3 ${THIS}`, `c1 12 ${THIS}`, `s1 -2 ${THIS}`]);
  });

  it('is without what was reversed, and with nothing from before an exam', () => {
    const two: Line[] = [
      ['record', 'h1', 6, THIS],
      ['record', 'h2', 6, THIS],
    ];
    expect(partsOf([...two, ['reverse', 'h1', 6, THIS]])).toEqual([`h2 6 ${THIS}`]);
    const after: Line[] = [
      ['clear_by_exam', 'e1', 12, THIS],
      ['record', 'h3', 1, THIS],
    ];
    expect(partsOf([...two, ...after])).toEqual([`h3 1 ${THIS}`]);
  });

  it('is after the end of a cycle what was carried, and what was recorded since', () => {
    const lines: Line[] = [
      ['record', 'h1', 6, LAST, 'overdue'],
      ['record', 'h2', 3, LAST],
      ['clear_at_cycle_end', 'end', 9, LAST],
      ['carry_in', 'begin', 6, THIS],
      ['record', 'h3', 1, THIS],
      ['reserve', 'h4', 3, THIS],
    ];
    expect(partsOf(lines)).toEqual([`h1 6 ${THIS}`, `h3 1 ${THIS}`]);
  });

  it.each([
    [END, [`h1 6 ${THIS}`]],
    ['2025-01-10T15:59:59.999Z', []],
  ])('carries a fine that was paid at %s: %j', (paidAt, parts) => {
    const lines: Line[] = [
      ['record', 'h1', 6, LAST, 'overdue'],
      ['clear_at_cycle_end', 'end', 6, LAST],
      ['carry_in', 'begin', 6, THIS],
    ];
    expect(partsOf(lines, THIS, [['h1', paidAt]])).toEqual(parts);
  });

  it('keeps what belongs to later cycles when an end is mended after the fact', () => {
    const lines: Line[] = [
      ['record', 'h1', 6, LAST],
      ['record', 'h2', 6, LAST],
      ['record', 'h3', 3, THIS],
    ];
    const kept = [`h1 6 ${LAST}`, `h2 6 ${LAST}`, `h3 3 ${THIS}`];
    expect(partsOf(lines)).toEqual(kept);
    const mended: Line[] = [
      ['reverse', 'h2', 6, THIS],
      ['clear_at_cycle_end', 'end', 6, LAST],
    ];
    expect(partsOf([...lines, ...mended])).toEqual([`h3 3 ${THIS}`]);
  });

  it('has nothing left of a cycle that study had emptied before its end', () => {
    const lines: Line[] = [
      ['record', 'h1', 2, LAST],
      ['reduce_by_study', 's1', 2, LAST],
    ];
    expect(partsOf(lines, LAST)).toEqual([`h1 2 ${LAST}`, `s1 -2 ${LAST}`]);
    expect(partsOf(lines, THIS)).toEqual([]);
    expect(partsOf([...lines, ['record', 'h2', 3, THIS]])).toEqual([`h2 3 ${THIS}`]);
  });
});

describe('the handlings whose fine is unpaid', () => {
  const parts = (lines: Line[], paidAt: [string, string][] = []) =>
    unpaidIn(itemsOf({ ...accountOf(lines), paidAt: new Map(paidAt) }, THIS));

  it('are those recorded overdue and not paid since, down to a single point', () => {
    const lines: Line[] = [
      ['record', 'h1', 1, THIS, 'overdue'],
      ['record', 'h2', 3, THIS, 'overdue'],
      ['record', 'h3', 6, THIS],
      ['seller_penalty', 'c1', 12, THIS],
    ];
    expect(parts(lines, [['h2', END]])).toEqual([{ handlingId: 'h1', points: 1 }]);
  });
});

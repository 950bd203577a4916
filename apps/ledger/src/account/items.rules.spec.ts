import type { EntryType } from '@demerit/contracts';
import {
  enteredPaid,
  fullScoresWithout,
  itemsOf,
  replay,
  studiedIn,
  unpaidIn,
  type Item,
  type LicenceAccount,
} from './items.rules';
import type { EntryDocument } from './account.types';

const [LAST, THIS] = ['2024-01-11', '2025-01-11'];
const END = '2025-01-10T16:00:00.000Z';

type Line = [type: EntryType, causeId: string, points: number, cycle: string, more?: 'overdue'];

function accountOf(lines: Line[]): Pick<LicenceAccount, 'firstIssuedOn' | 'entries'> {
  const entries = lines.map(([type, causeId, points, cycleStartsOn, because], index) => {
    const line = { type, causeId, points, cycleStartsOn, because };
    const entry: Partial<EntryDocument> = { ...line, seq: index + 1 };
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

  it('§4.opening.again: is what was brought in from elsewhere, until that is taken back', () => {
    const opening = { source: 'old system', asOf: THIS, slots: [] };
    const of = (lines: Line[]) => {
      const account = accountOf(lines);
      const entries = account.entries.map((entry) => ({ ...entry, opening }));
      const { items } = replay({ ...account, entries, paidAt: new Map() }, THIS);
      return items.map(({ causeId, points }) => `${causeId} ${points}`);
    };
    const broughtIn: Line = ['carry_in', 'o1', 7, THIS];
    expect(of([broughtIn])).toEqual(['o1 7']);
    expect(of([broughtIn, ['reverse', 'o1', 7, THIS], ['carry_in', 'o2', 5, THIS]])).toEqual([
      'o2 5',
    ]);
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

describe('what a balance is made of, of which it is learnt later', () => {
  it('is without what had been paid before the end that carried it, and nothing else is', () => {
    const lines: Line[] = [
      ['record', 'h1', 3, LAST, 'overdue'],
      ['clear_at_cycle_end', 'end', 3, LAST],
      ['carry_in', 'begin', 3, THIS],
      ['record', 'h2', 6, THIS],
    ];
    const paid: Line = ['clear_at_cycle_end', 'h1', 3, THIS];
    expect(partsOf([...lines, paid])).toEqual([`h2 6 ${THIS}`]);
  });

  it('belongs to a cycle as unpaid though it was paid before that, and only then', () => {
    const part = (causeId: string, more: Partial<Item>): Item => ({
      causeId,
      points: 3,
      cycleStartsOn: THIS,
      ...more,
    });
    const parts = [
      part('h1', { enteredOn: THIS }),
      part('h2', { enteredOn: LAST }),
      part('h3', {}),
    ];
    const of = (handlingId: string, paidAt: string) =>
      enteredPaid(parts, handlingId, new Date(paidAt));
    expect(of('h1', '2025-01-10T15:59:59.999Z')).toBe(THIS);
    expect(of('h1', END)).toBeUndefined();
    expect(of('h2', '2025-01-10T15:59:59.999Z')).toBeUndefined();
    expect(of('h3', '2020-01-01T00:00:00Z')).toBeUndefined();
    expect(of('h4', '2020-01-01T00:00:00Z')).toBeUndefined();
  });
});

describe('what a balance is made of, where the first issue was corrected', () => {
  const [BEFORE, OLD, NEW] = ['2024-03-10', '2025-03-10', '2025-07-21'];
  const account = (seq: number, lines: Line[], paidAt: [string, string][] = []) => ({
    ...accountOf(lines),
    firstIssuedOn: '2019-07-21',
    recuts: [{ seq, firstIssuedOn: '2019-03-10', from: OLD, to: NEW }],
    paidAt: new Map(paidAt),
  });
  const cyclesOf = (items: readonly Item[]) =>
    items.map(({ causeId, cycleStartsOn }) => `${causeId} ${cycleStartsOn}`);

  it('belongs to the cycle that took the other one’s place, up to the newest entry before it', () => {
    const lines: Line[] = [
      ['record', 'h1', 3, OLD],
      ['record', 'h2', 1, OLD],
      ['record', 'h3', 6, NEW],
    ];
    const moved = [`h1 ${NEW}`, `h2 ${NEW}`, `h3 ${NEW}`];
    expect(cyclesOf(itemsOf(account(2, lines), NEW))).toEqual(moved);
    expect(cyclesOf(itemsOf(account(3, lines.slice(0, 2)), NEW))).toEqual(moved.slice(0, 2));
  });

  it('carried at an end before the correction what was unpaid then, by the days of then', () => {
    const lines: Line[] = [
      ['record', 'h1', 3, BEFORE, 'overdue'],
      ['record', 'h2', 3, BEFORE, 'overdue'],
      ['clear_at_cycle_end', 'end', 6, BEFORE],
      ['carry_in', 'begin', 3, OLD],
    ];
    const paid: [string, string][] = [['h2', '2024-12-01T00:00:00.000Z']];
    expect(cyclesOf(itemsOf(account(4, lines, paid), NEW))).toEqual([`h1 ${NEW}`]);
  });

  it('was cleared by an exam in that cycle too, but for what was older', () => {
    const lines: Line[] = [
      ['seller_penalty', 'c1', 12, BEFORE],
      ['record', 'h1', 3, OLD],
      ['clear_by_exam', 'e1', 15, OLD],
    ];
    const [cleared] = replay(account(3, lines), NEW).cleared;
    expect(cyclesOf(cleared?.items ?? [])).toEqual([`c1 ${BEFORE}`, `h1 ${NEW}`]);
  });
});

describe('what an exam had cleared', () => {
  const part = (causeId: string, points: number, cycleStartsOn = THIS): Item => ({
    causeId,
    points,
    cycleStartsOn,
  });
  const cleared = [
    { orderId: 'e1', items: [part('h1', 6), part('h2', 6)] },
    { orderId: 'e2', items: [part('h3', 6), part('h4', 3), part('h5', 6)] },
    { orderId: 'e3', items: [part('h6', 3)] },
  ];

  it('§4.reversal.full-score: would have been no full score without one of its parts, unless the rest is', () => {
    expect(fullScoresWithout(cleared, 'h1', 12)).toEqual(['e1']);
    expect(fullScoresWithout(cleared, 'h2', 12)).toEqual(['e1']);
    expect(fullScoresWithout(cleared, 'h3', 12)).toEqual(['e2']);
    expect(fullScoresWithout(cleared, 'h4', 12)).toEqual([]);
    expect(fullScoresWithout(cleared, 'h9', 12)).toEqual([]);
  });

  it('§4.reversal.study: counts among what study took off in a cycle, and nothing of other cycles or above 0 does', () => {
    const items = [part('h7', 3), part('s1', -2), part('s2', -1, LAST), part('h8', 0)];
    const exam = { orderId: 'e4', items: [part('h9', 12), part('s3', -1)] };
    expect(studiedIn({ items, cleared: [exam] }, THIS)).toBe(3);
    expect(studiedIn({ items, cleared: [exam] }, LAST)).toBe(1);
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

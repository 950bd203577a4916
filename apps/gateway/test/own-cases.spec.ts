import table from '../../../test/own-cases.json';
import roles from '../../../test/roles.json';

/** What can be somebody's own; each that is refused is tried by `test/own/own-cases.spec.ts`. A vehicle is theirs, of an organisation for which they act, or bound by them. */
const KINDS = [
  ...['person', 'licence', 'owned', 'delegated', 'bound'],
  ...['handling', 'order', 'dispute', 'case'],
];

const ROWS = Object.entries<{ refused: string[]; cannot: Record<string, string[]> }>(table);

describe('test/own-cases.json: what staff may not decide of their own', () => {
  it('§1.own-case.table: has a row for every route by which staff change something, and no other', () => {
    const changing = Object.entries(roles).flatMap(([route, who]) =>
      Array.isArray(who) && !route.startsWith('GET ') ? [route] : [],
    );
    expect(changing.length).toBeGreaterThan(20);
    expect(ROWS.map(([route]) => route).toSorted()).toEqual(changing.toSorted());
  });

  it.each(ROWS)(
    '§1.own-case.table: says of %s and everything that is somebody’s own whether it is refused, or why it cannot be',
    (_route, { refused, cannot }) => {
      const said = [...refused, ...Object.values(cannot).flat()];
      expect(said.toSorted()).toEqual(KINDS.toSorted());
      expect(refused).not.toEqual([]);
      for (const reason of Object.keys(cannot)) expect(reason).toMatch(/^\S.{20,}[^.]$/);
    },
  );
});

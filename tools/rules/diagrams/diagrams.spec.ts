import { diagramOf, documentHere, documentOf, tablesHere, tablesIn } from './diagrams';

const SOURCE = `
  export const LAMP_MOVES: Readonly<Record<Lamp, readonly Lamp[]>> = {
    dark: ['lit'],
    // Until somebody drops it.
    lit: ['dark', 'broken'],
    broken: [],
  };
  const OTHER = { dark: ['lit'] };
`;

describe('diagrams of states', () => {
  it('are drawn from the tables of moves and nothing else', () => {
    const tables = tablesIn('apps/house/src/lamps.rules.ts', SOURCE);
    expect(tables).toEqual([
      {
        file: 'apps/house/src/lamps.rules.ts',
        name: 'LAMP_MOVES',
        moves: [
          ['dark', ['lit']],
          ['lit', ['dark', 'broken']],
          ['broken', []],
        ],
      },
    ]);
    expect(diagramOf(tables[0]!)).toBe(
      [
        '```mermaid',
        'stateDiagram-v2',
        '  [*] --> dark',
        '  dark --> lit',
        '  lit --> dark',
        '  lit --> broken',
        '  broken --> [*]',
        '```',
      ].join('\n'),
    );
    expect(documentOf(tables)).toContain('## house: lamp\n');
  });

  it('of violation, handling, dispute, order and binding stand in docs/states.md, as the rules have them now', () => {
    const tables = tablesHere();
    const drawn = tables.map(({ file, name }) => `${file.split('/')[1] ?? ''} ${name}`);
    expect(drawn).toEqual(
      expect.arrayContaining([
        'violations VIOLATION_MOVES',
        'violations HANDLING_MOVES',
        'violations DISPUTE_MOVES',
        'payments MOVES',
        'vehicles MOVES',
      ]),
    );
    // Stale: npx node tools/rules/diagrams/diagrams.ts
    expect(documentHere()).toBe(documentOf(tables));
  });
});

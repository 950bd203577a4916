import { dirname } from 'node:path/posix';
import { indexesIn, usersOf, type DeclaredIndex } from './indexes';
import { APPS, programBelow, sourcesOf } from './tree';

const MADE_UP = {
  path: 'made-up.store.ts',
  text: `
    export const CARS = collection('cars', carDocument, [
      { name: 'owner', key: { 'owner.id': 1, _id: -1 } },
      { name: 'colour', key: { colour: 1 }, sparse: true },
      { name: 'plate', key: { plate: 1 }, unique: true },
      { name: 'sold', key: { soldAt: 1 }, partialFilterExpression: { sold: true } },
      { name: 'ttl', key: { at: 1 }, expireAfterSeconds: 60 },
    ]);
    class CarsStore {
      async ofOwner(id: string) { return this.cars.find({ 'owner.id': id }); }
      async ofColour(colour: string) { return this.cars.find({ _id: colour }); }
      async sold() { return this.cars.find({ sold: true }); }
      paint(car: Car, colour: string) { return { ...car, colour }; }
    }
    function byDay(at: Date): QueryFilter<Car> { return { soldAt: at }; }`,
};

const named = ({ collection, name }: DeclaredIndex): string => `${collection}.${name}`;

describe('indexes', () => {
  it('are read as they are declared', () => {
    const found = indexesIn(MADE_UP).map((index) => [named(index), index.keys, index.isNeeded]);
    expect(found).toEqual([
      ['cars.owner', ['owner.id', '_id'], false],
      ['cars.colour', ['colour'], false],
      ['cars.plate', ['plate'], true],
      ['cars.sold', ['soldAt'], false],
      ['cars.ttl', ['at'], true],
    ]);
  });

  it('are used by what asks for documents by their first field, or by what all documents in them have', () => {
    const [owner, colour, , sold] = indexesIn(MADE_UP);
    expect(owner && usersOf(owner, [MADE_UP])).toEqual(['ofOwner']);
    expect(colour && usersOf(colour, [MADE_UP])).toEqual([]);
    expect(sold && usersOf(sold, [MADE_UP])).toEqual(['sold', 'byDay']);
  });

  const programs = [
    ...APPS.filter((app) => app !== 'cli').map(sourcesOf),
    programBelow('libs/messaging/src'),
    programBelow('libs/platform/src'),
  ];
  const declared = programs.flatMap((sources) =>
    sources.flatMap(indexesIn).map((index) => {
      const near = sources.filter(({ path }) => dirname(path) === dirname(index.path));
      const users = usersOf(index, near);
      return { index, users: users.length > 0 ? users : usersOf(index, sources) };
    }),
  );

  it('are found, whatever declares them', () => {
    expect(declared.length).toBeGreaterThan(80);
  });

  // Each costs every write, so that one that nothing asks by is no use; unique ones and those with an age have their own.
  it.each(
    declared.map(({ index, users }): [string, string, DeclaredIndex] => [
      named(index),
      [...new Set(users)].join(', ') ||
        (index.isNeeded ? 'what it keeps apart or ends' : 'nothing'),
      index,
    ]),
  )('%s is there for %s', (_name, users, { path }) => {
    expect({ path, users }).not.toEqual({ path, users: 'nothing' });
  });
});

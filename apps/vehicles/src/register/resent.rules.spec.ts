import fc from 'fast-check';
import { REGISTRAR } from '../../test/given-entries';
import { aVehicle } from '../../test/given-vehicles';
import { enterAll, type Row, type Stored } from './batch.rules';
import type { Entry } from './entering.rules';
import { ownerChanged } from './register.rules';

/** A register that is kept between batches, and whatever was told or ended on the way. */
class Kept {
  private stored: Stored = { vehicles: [], former: [] };
  private count = 0;
  readonly consequences: object[] = [];
  readonly refused: number[] = [];

  enter(rows: readonly Row[]): void {
    this.count += 1;
    const now = new Date(Date.UTC(2026, 2, 2, 4, this.count));
    const newId = () => `own_${(this.count += 1)}`;
    const { changes, former, refused, ends } = enterAll(rows, this.stored, newId, {
      ...{ now, isImport: true, registrar: REGISTRAR },
    });
    this.refused.push(...refused.keys());
    const notices = changes.flatMap((change) => ownerChanged(change, now) ?? []);
    this.consequences.push(...notices, ...ends);
    const after = changes.map((change) => change.after);
    this.stored = {
      vehicles: merged(this.stored.vehicles, after),
      former: merged(this.stored.former, former),
    };
  }

  /** Who owned which car with which plate when, but for times in which nothing lies. */
  owners(): object {
    const present = this.stored.vehicles.map(
      ({ _id, vinKey, ownerKey, ownerSince, plateLost }) => ({
        ...{ _id, vinKey, ownerKey, ownerSince, plateLost },
      }),
    );
    const former = this.stored.former.filter(({ from, until }) => from < until);
    return { present, former: former.map(({ version: _, ...time }) => time) };
  }
}

function merged<T extends { _id: string }>(were: readonly T[], are: readonly T[]): T[] {
  return [...new Map([...were, ...are].map((one) => [one._id, one])).values()];
}

const { _id: plateId, version: _, vinInUse: _vin, ...facts } = aVehicle();
const entries = fc.record(
  {
    plateId: fc.constantFrom(plateId, 'veh_2'),
    // The last one is that of the first car, mended.
    vin: fc.constantFrom('a', 'b', 'c'),
    owner: fc.constantFrom('person_1', 'person_2', 'person_3'),
    since: fc.integer({ min: 1, max: 12 }),
  },
  { requiredKeys: ['plateId', 'vin', 'owner'] },
);
const files = fc.array(
  entries.map(({ plateId: plate, vin, owner, since }): Entry => {
    const vinKey = `${plate}_${vin}`;
    const ownerSince = since === undefined ? {} : { ownerSince: new Date(Date.UTC(2025, since)) };
    const laterId = `later_${vinKey}`;
    const correctsVin = vin === 'c' && { correctsVinKey: `${plate}_a` };
    const said = { plateId: plate, laterId, vinKey, ownerKey: owner };
    return { ...facts, ...said, ...ownerSince, ...correctsVin };
  }),
  { minLength: 1, maxLength: 8 },
);
const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 8 });

function split(rows: readonly Row[], [size = 8, ...more]: readonly number[]): Row[][] {
  if (rows.length === 0) return [];
  return [rows.slice(0, size), ...split(rows.slice(size), more)];
}

describe('A file of the register', () => {
  it('§2.owner.again: sent any number of times, whole or in parts, ends in the owners of the first time, bindings and notices', () => {
    fc.assert(
      fc.property(files, sizes, sizes, (file, first, second) => {
        const all = file.map((entry, row) => ({ row, entry }));
        const tried = new Kept();
        split(all, first).forEach((part) => tried.enter(part));
        // A sale that was refused for its time may fit when times were corrected, and is to; what was mended too soon may, too.
        const rows = all.filter(
          ({ row, entry: { ownerSince, correctsVinKey } }) =>
            !((ownerSince || correctsVinKey) && tried.refused.includes(row)),
        );
        const kept = new Kept();
        split(rows, first).forEach((part) => kept.enter(part));
        const [owners, count] = [kept.owners(), kept.consequences.length];
        kept.enter(rows);
        split(rows, second).forEach((part) => kept.enter(part));
        kept.enter(rows);
        expect(kept.owners()).toEqual(owners);
        expect(kept.consequences).toHaveLength(count);
      }),
      { numRuns: 1000 },
    );
  });
});

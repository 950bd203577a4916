import { aFormerOwner, aVehicle } from '../../test/given-vehicles';
import { REGISTRAR } from '../../test/given-entries';
import { enterAll, type Registrar, type Stored } from './batch.rules';
import type { Entry } from './entering.rules';

const NOW = new Date('2026-03-02T04:00:00Z');
const { _id, version: _, vinInUse: _vin, ...facts } = aVehicle();
const entry = (changes: Partial<Entry> = {}): Entry => ({
  ...{ ...facts, plateId: _id, laterId: `veh_${changes.vinKey ?? 'vin'}` },
  ...changes,
});

function entering(
  entries: Entry[],
  { vehicles = [], former = [] }: Partial<Stored> = {},
  registrar: Registrar = REGISTRAR,
) {
  let count = 0;
  const rows = entries.map((one, row) => ({ row, entry: one }));
  const moment = { now: NOW, isImport: true, registrar };
  const entered = enterAll(rows, { vehicles, former }, () => `own_${(count += 1)}`, moment);
  return {
    ...entered,
    rejected: [...entered.refused].map(([row, { code, refusal }]) => ({
      ...{ row, code, ...(refusal.reason !== undefined && { reason: refusal.reason }) },
    })),
    changed: entered.changes.map(({ after }) => after._id),
  };
}

describe('Entries one after the other', () => {
  it('of one car: the later one holds, and what says the same is no change', () => {
    const { changes, ids } = entering([entry(), entry({ commercial: true })]);
    const after = aVehicle({ commercial: true, version: 0 });
    expect(changes).toEqual([{ before: null, after }]);
    expect([...ids]).toEqual([
      [0, 'veh_1'],
      [1, 'veh_1'],
    ]);
    expect(entering([entry()], { vehicles: [aVehicle()] }).changes).toEqual([]);
    const stored = { vehicles: [aVehicle()], former: [aFormerOwner()] };
    expect(entering([entry({ commercial: true })], stored).former).toEqual([]);
  });

  it('§2.vin.one: a VIN is taken by the row that came first, and given over by one that came first', () => {
    const second = entry({ plateId: 'veh_2' });
    const taken = { code: 'VIN_TAKEN' };
    expect(entering([entry(), second]).rejected).toEqual([{ row: 1, ...taken }]);
    expect(entering([second], { vehicles: [aVehicle()] }).rejected).toEqual([{ row: 0, ...taken }]);
    const gone = entry({ deregisteredOn: '2026-01-01' });
    const moved = entry({ vinKey: 'other' });
    for (const first of [gone, moved]) {
      const { rejected, changed } = entering([first, second], { vehicles: [aVehicle()] });
      expect(rejected).toEqual([]);
      expect(changed).toContain('veh_2');
    }
  });

  it('§2.plate.moved §2.plate.back: a plate goes from car to car and back, in one file as in several', () => {
    const back = { vinKey: 'a', ownerSince: new Date('2026-03-02T04:00:01Z') };
    const moved = [entry({ vinKey: 'a' }), entry({ vinKey: 'b' }), entry(back)];
    const { changes, former, ids } = entering(moved, { vehicles: [aVehicle()] });
    expect([...ids.values()]).toEqual(['veh_a', 'veh_b', 'veh_a']);
    expect(
      changes.map(({ before, after }) => [before?._id, after._id, after.plateLost === true]),
    ).toEqual([
      ['veh_1', 'veh_1', true],
      [undefined, 'veh_a', false],
      [undefined, 'veh_b', true],
    ]);
    expect(former.map(({ _id: id, vehicleId }) => [id, vehicleId])).toEqual([
      ['own_1', 'veh_1'],
      ['own_2', 'veh_a'],
      ['own_3', 'veh_b'],
    ]);
  });

  it('§2.owner.times: several sales: each time begins where the one before ends, and a row that is refused changes nothing', () => {
    const sale = (owner: string, day: string) =>
      entry({ ownerKey: owner, ownerSince: new Date(`${day}T00:00:00Z`) });
    const rows = [
      sale('person_2', '2022-01-01'),
      sale('person_3', '2021-01-01'),
      sale('person_3', '2023-01-01'),
      sale('person_3', '2024-01-01'),
    ];
    const { changes, former, rejected } = entering(rows, { vehicles: [aVehicle()] });
    expect(rejected).toEqual([{ row: 1, code: 'DATE_OUT_OF_RANGE', reason: 'ownerSince' }]);
    expect(changes.map(({ after }) => [after.ownerKey, after.ownerSince])).toEqual([
      ['person_3', new Date('2024-01-01T00:00:00Z')],
    ]);
    const times = former.filter(({ from, until }) => from < until);
    expect(times.map(({ ownerKey, from, until }) => [ownerKey, from, until])).toEqual([
      ['person_1', new Date('2019-12-31T16:00:00Z'), new Date('2022-01-01T00:00:00Z')],
      ['person_2', new Date('2022-01-01T00:00:00Z'), new Date('2024-01-01T00:00:00Z')],
    ]);
  });

  it('§2.owner.changed §2.plate.moved §2.register.deregistered: another owner or car ends the use of what was stored, also when a later row brings the first one back; a car is deregistered by what holds in the end', () => {
    const other = 'person_2';
    const back = { ownerKey: 'person_1', ownerSince: new Date('2026-03-02T04:00:01Z') };
    const gone = entry({ deregisteredOn: '2026-03-01' });
    const moved = entry({ vinKey: 'b' });
    const stored = { vehicles: [aVehicle()] };
    const endsOf = (rows: Entry[]) => [...entering(rows, stored).ends];
    expect(endsOf([entry({ ownerKey: other }), entry(back)])).toEqual([['veh_1', 'new_owner']]);
    expect(endsOf([moved, entry(back)])).toEqual([['veh_1', 'plate_lost']]);
    expect(endsOf([gone])).toEqual([['veh_1', 'deregistered']]);
    expect(endsOf([gone, moved])).toEqual([['veh_1', 'plate_lost']]);
    // No history says that it was deregistered: the same rows sent again would end what was bound since.
    expect(endsOf([gone, entry()])).toEqual([]);
    expect(endsOf([entry({ commercial: true })])).toEqual([]);
    // Nobody can have used what no row of before told of.
    expect([...entering([entry(), entry({ ownerKey: other })]).ends]).toEqual([]);
  });

  it('§2.owner.again: a line whose owner sold the car is known by another one of its plate that follows', () => {
    const first = enterAll(
      [entry(), entry({ ownerKey: 'person_2' })].map((one, row) => ({ row, entry: one })),
      { vehicles: [], former: [] },
      () => 'own_1',
      { now: NOW, isImport: true, registrar: REGISTRAR },
    );
    const stored = { vehicles: first.changes.map(({ after }) => after), former: first.former };
    const sold = entry({ ownerKey: 'person_2' });
    const all = entering([entry(), sold], stored);
    expect([all.rejected, all.changes, all.former]).toEqual([[], [], []]);
    const said = { code: 'DATE_OUT_OF_RANGE', reason: 'ownerSince' };
    const otherPlate = entry({ plateId: 'veh_2', vinKey: 'vin2' });
    expect(entering([sold, entry(), otherPlate], stored).rejected).toEqual([{ row: 1, ...said }]);
  });

  it('§2.owner.registered: the time of a first owner that begins at another instant is kept', () => {
    const stored = {
      vehicles: [aVehicle({ ownerSince: new Date('2022-03-01T00:00:00Z') })],
      former: [aFormerOwner()],
    };
    const { former } = entering([entry({ registeredOn: '2020-06-01' })], stored);
    expect(former).toEqual([aFormerOwner({ from: new Date('2020-05-31T16:00:00Z') })]);
  });

  it('§2.owner.since: the time of an owner before that ends at another instant is kept', () => {
    const since = new Date('2022-03-01T00:00:00Z');
    const before = aFormerOwner({ _id: 'own_0' });
    const stored = { vehicles: [aVehicle({ ownerSince: since })], former: [before] };
    const until = new Date('2021-05-05T00:00:00Z');
    expect(entering([entry({ ownerSince: until })], stored).former).toMatchObject([
      { ...before, until },
      { _id: 'own_1', from: since, until: since },
    ]);
  });

  it('§2.vin.corrected: a row that corrects what does not stand there is refused by that field', () => {
    const wrong = entry({ vinKey: 'right', correctsVinKey: 'nobody’s' });
    const { rejected } = entering([wrong], { vehicles: [aVehicle()] });
    expect(rejected).toEqual([{ row: 0, code: 'VEHICLE_NOT_MATCHED', reason: 'correctsVin' }]);
  });

  describe('by a registrar whom they are about', () => {
    const own = { row: 0, code: 'OWN_CASE' };
    const of = (registrar: Partial<Registrar>, entries: Entry[], stored: Partial<Stored>) =>
      entering(entries, stored, { ...REGISTRAR, ...registrar }).rejected;
    const owner = { keys: ['company', 'person_1'] };
    const stored = { vehicles: [aVehicle()] };
    const sold = entry({ ownerKey: 'person_2' });

    it('§1.own-case.register: as the owner that they name, or an owner of the vehicle that has the plate or had it with this VIN', () => {
      expect(of(owner, [entry()], {})).toEqual([own]);
      expect(of(owner, [sold], stored)).toEqual([own]);
      const moved = entry({ ownerKey: 'person_2', vinKey: 'b' });
      expect(of(owner, [moved], stored)).toEqual([own]);
      const lost = { vehicles: [aVehicle({ plateLost: true })] };
      expect(of(owner, [sold], lost)).toEqual([own]);
      expect(of(owner, [moved], lost)).toEqual([]);
    });

    it('§1.own-case.register: as whoever uses it, and before what the register would refuse', () => {
      const user = { usedVehicleIds: ['veh_1'] };
      expect(of(user, [entry()], stored)).toEqual([own]);
      expect(of(user, [entry()], {})).toEqual([]);
      expect(of({ usedVehicleIds: ['veh_2'] }, [entry()], stored)).toEqual([]);
      const taken = [entry({ plateId: 'veh_2', ownerKey: 'person_2' })];
      expect(of({}, taken, stored)).toEqual([{ row: 0, code: 'VIN_TAKEN' }]);
      const ownTaken = [entry({ plateId: 'veh_2' })];
      expect(of(owner, ownTaken, stored)).toEqual([own]);
    });

    it('§1.own-case.register: as the owner of before whose time they would change', () => {
      const since = new Date('2022-03-01T00:00:00Z');
      const present = { vehicles: [aVehicle({ ownerKey: 'person_2', ownerSince: since })] };
      const before = { ...present, former: [aFormerOwner({ ownerKey: 'person_1' })] };
      const anew = entry({ ownerKey: 'person_2', ownerSince: new Date('2021-05-05T00:00:00Z') });
      expect(of(owner, [anew], before)).toEqual([own]);
      expect(of({}, [anew], before)).toEqual([]);
      const same = entry({ ownerKey: 'person_2', commercial: true });
      expect(of(owner, [same], before)).toEqual([]);
    });

    it('§1.own-case.register: and the others of a file are entered', () => {
      const other = entry({ plateId: 'veh_2', vinKey: 'b', ownerKey: 'person_2' });
      const { rejected, changed } = entering([entry(), other], {}, { ...REGISTRAR, ...owner });
      expect(rejected).toEqual([own]);
      expect(changed).toEqual(['veh_2']);
    });
  });
});

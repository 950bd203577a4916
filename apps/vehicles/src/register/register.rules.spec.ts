import { aVehicle } from '../../test/given-vehicles';
import {
  auditedFacts,
  checkVinFree,
  handedOver,
  isSameEntry,
  registeredFacts,
  withFreeVins,
} from './register.rules';

describe('An entry of the register', () => {
  it('says the same when only the encrypted phone differs, which differs each time', () => {
    expect(isSameEntry(aVehicle(), aVehicle({ ownerPhone: 'k1.cc.dd.ee' }))).toBe(true);
  });

  it('says something new when it is the first to say whose number the owner has', () => {
    const { ownerIdNumber: _, ...earlier } = aVehicle();
    expect(isSameEntry(earlier, aVehicle())).toBe(false);
    expect(isSameEntry(aVehicle(), earlier)).toBe(false);
    expect(isSameEntry(earlier, earlier)).toBe(true);
    expect(isSameEntry(aVehicle(), aVehicle({ ownerIdNumber: 'k1.cc.dd.ee' }))).toBe(true);
  });

  it.each([
    { commercial: true },
    { registeredOn: '2020-01-02' },
    { vinKey: 'x' },
    { engineKey: 'x' },
    { ownerPersonKey: 'x' },
    { ownerKey: 'x' },
    { ownerPhoneKey: 'x' },
    { deregisteredOn: '2026-01-01' },
    { vinInUse: 'x' },
  ])('says something new with %j', (changes) => {
    expect(isSameEntry(aVehicle(), aVehicle(changes))).toBe(false);
  });

  it('§2.owner.changed: of another person hands the vehicle over; a first entry, or the same owner, does not', () => {
    const sold = aVehicle({ ownerPersonKey: 'person_2' });
    expect(handedOver([sold], [aVehicle()])).toEqual(['veh_1']);
    expect(handedOver([sold], [sold])).toEqual([]);
    expect(handedOver([sold], [null])).toEqual([]);
    expect(handedOver([sold], [])).toEqual([]);
  });

  it('is told of without what is only compared, and without the phone', () => {
    expect(registeredFacts(aVehicle())).toEqual({
      ...{ vehicleId: 'veh_1', plateType: 'small', commercial: false, registeredOn: '2020-01-01' },
      ...{ ownerPersonKey: 'person_1', version: 1 },
    });
  });
});

describe('A VIN', () => {
  const { version: _, ...first } = aVehicle();
  const second = { ...first, _id: 'veh_2' };
  const gone = { ...first, deregisteredOn: '2026-01-01' };

  it('§2.vin.one: stands for one car: under another plate it is taken, until the first is deregistered or has another VIN', () => {
    expect(checkVinFree(second, [first])?.code).toBe('VIN_TAKEN');
    expect(checkVinFree(second, [])).toBeUndefined();
    expect(checkVinFree(second, [gone])).toBeUndefined();
    expect(checkVinFree(second, [{ ...first, vinKey: 'other' }])).toBeUndefined();
    expect(checkVinFree(first, [first])).toBeUndefined();
    expect(checkVinFree({ ...second, deregisteredOn: '2026-01-01' }, [first])).toBeUndefined();
  });

  it('§2.vin.one: in an import it is taken by the row that came first, and given over by one that came first', () => {
    const rows = (...entries: (typeof first)[]) => entries.map((entry, row) => ({ row, entry }));
    expect(withFreeVins(rows(first, second), [])).toEqual({
      ...{ entries: [first], rejected: [{ row: 1, code: 'VIN_TAKEN', field: 'vin' }] },
    });
    expect(withFreeVins(rows(gone, second), [first])).toEqual({
      ...{ entries: [gone, second], rejected: [] },
    });
    const another = { ...first, vinKey: 'other' };
    expect(withFreeVins(rows(another, second), [first]).rejected).toEqual([]);
    expect(withFreeVins(rows(second), [first]).rejected).toEqual([
      { row: 0, code: 'VIN_TAKEN', field: 'vin' },
    ]);
    expect(withFreeVins(rows(first, { ...first, commercial: true }), []).entries).toEqual([
      { ...first, commercial: true },
    ]);
  });
});

describe('What the audit keeps of an entry', () => {
  it('§1.audit.entry: is what an owner would ask about, masked', () => {
    const owner = { phoneMasked: '138****0000', idNumberMasked: '110***********002X' };
    const facts = auditedFacts(aVehicle({ deregisteredOn: '2026-01-01' }), owner);
    expect(facts).toEqual({
      ...{ plateType: 'small', commercial: false, registeredOn: '2020-01-01' },
      ...{ owner, deregisteredOn: '2026-01-01' },
    });
    expect(auditedFacts(aVehicle(), owner)).not.toHaveProperty('deregisteredOn');
  });
});

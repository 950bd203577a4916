import { aVehicle } from '../../test/given-vehicles';
import {
  auditedFacts,
  changedFields,
  endOfUse,
  isSameEntry,
  ownerChanged,
  registeredFacts,
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

  it('§2.look-up.numbers: says something new when it is the first whose VIN is kept whole', () => {
    const { vin: _, ...earlier } = aVehicle();
    expect(isSameEntry(earlier, aVehicle())).toBe(false);
    expect(isSameEntry(aVehicle(), earlier)).toBe(false);
    expect(isSameEntry(earlier, earlier)).toBe(true);
    expect(isSameEntry(aVehicle(), aVehicle({ vin: 'k1.cc.dd.ee' }))).toBe(true);
  });

  it.each([
    { commercial: true },
    { registeredOn: '2020-01-02' },
    { vinKey: 'x' },
    { engineKey: 'x' },
    { ownerKey: 'x' },
    { ownerProofKey: 'x' },
    { ownerPhoneKey: 'x' },
    { deregisteredOn: '2026-01-01' },
    { vinInUse: 'x' },
    { formerVinKeys: ['x'] },
    { ownerSince: new Date('2026-01-01T00:00:00Z') },
    { plateLost: true as const },
  ])('says something new with %j', (changes) => {
    expect(isSameEntry(aVehicle(), aVehicle(changes))).toBe(false);
  });

  const lost = aVehicle({ plateLost: true });
  const sold = aVehicle({ ownerKey: 'person_2', version: 2 });

  it('§2.owner.changed §2.plate.moved: of another person ends the use of the vehicle, and so does the loss of its plate', () => {
    expect(endOfUse({ before: aVehicle(), after: sold })).toBe('new_owner');
    expect(endOfUse({ before: aVehicle(), after: lost })).toBe('plate_lost');
    expect(endOfUse({ before: sold, after: lost })).toBe('plate_lost');
    expect(endOfUse({ before: sold, after: sold })).toBeUndefined();
    expect(endOfUse({ before: null, after: sold })).toBeUndefined();
    expect(endOfUse({ before: lost, after: sold })).toBeUndefined();
  });

  it('§2.register.deregistered: by which the vehicle is deregistered ends its use, once', () => {
    const gone = aVehicle({ deregisteredOn: '2026-03-01' });
    expect(endOfUse({ before: aVehicle(), after: gone })).toBe('deregistered');
    expect(endOfUse({ before: gone, after: { ...gone, commercial: true } })).toBeUndefined();
    expect(endOfUse({ before: gone, after: aVehicle() })).toBeUndefined();
    expect(endOfUse({ before: null, after: gone })).toBeUndefined();
    const soldAndGone = { ...gone, ownerKey: 'person_2' };
    expect(endOfUse({ before: aVehicle(), after: soldAndGone })).toBe('new_owner');
  });

  it('§2.owner.told: says who gained a vehicle and who lost it, but not of a first entry', () => {
    const now = new Date('2026-03-02T04:00:00Z');
    const news = { vehicleId: 'veh_1', at: now.toISOString() };
    const [first, second] = ['person_1', 'person_2'];
    expect(ownerChanged({ before: null, after: sold }, now)).toBeUndefined();
    expect(ownerChanged({ before: sold, after: sold }, now)).toBeUndefined();
    expect(ownerChanged({ before: lost, after: lost }, now)).toBeUndefined();
    expect(ownerChanged({ before: aVehicle(), after: sold }, now)).toEqual({
      ...news,
      ownerKey: second,
      formerOwnerKey: first,
      version: 2,
    });
    expect(ownerChanged({ before: aVehicle(), after: lost }, now)).toStrictEqual({
      ...news,
      formerOwnerKey: first,
      version: 1,
    });
    expect(ownerChanged({ before: lost, after: aVehicle() }, now)).toStrictEqual({
      ...news,
      ownerKey: first,
      version: 1,
    });
  });

  it('§2.owner.told: says who gained a plate that another car had before, of the first entry of theirs too', () => {
    const now = new Date('2026-03-02T04:00:00Z');
    const later = aVehicle({ _id: 'veh_later', plateId: 'veh_1' });
    expect(ownerChanged({ before: null, after: later }, now)).toStrictEqual({
      vehicleId: 'veh_later',
      ownerKey: 'person_1',
      at: now.toISOString(),
      version: 1,
    });
    const lostAgain = { ...later, plateLost: true as const };
    expect(ownerChanged({ before: null, after: lostAgain }, now)).toBeUndefined();
  });

  it('is told of without what is only compared, and without the phone', () => {
    expect(registeredFacts(aVehicle())).toStrictEqual({
      vehicleId: 'veh_1',
      plateType: 'small',
      commercial: false,
      registeredOn: '2020-01-01',
      ownerKey: 'person_1',
      version: 1,
    });
    expect(registeredFacts(aVehicle({ plateId: 'veh_0' })).plateId).toBe('veh_0');
  });
});

describe('What the audit keeps of an entry', () => {
  it.each([
    [{ engineKey: 'x' }, ['engineNumber']],
    [{ ownerKey: 'x' }, ['owner.idNumber']],
    [{ ownerProofKey: 'x' }, ['owner.licenceNumber']],
    [{ ownerProofKey: 'x', vinKey: 'x' }, ['vin']],
    [{ ownerProofKey: 'x', ownerKey: 'x' }, ['owner.idNumber']],
    [{ ownerPhoneKey: 'x' }, ['owner.phone']],
    [{ commercial: true }, []],
  ])(
    '§1.audit.entry: says by name that what is only compared or masked changed: %j: %j',
    (changes, fields) => {
      expect(changedFields({ before: aVehicle(), after: aVehicle(changes) })).toEqual(fields);
      expect(changedFields({ before: null, after: aVehicle(changes) })).toEqual([]);
    },
  );

  it('§1.audit.entry: is what an owner would ask about, masked', () => {
    const owner = { phoneMasked: '138****0000', idNumberMasked: '110***********002X' };
    const facts = auditedFacts(aVehicle({ deregisteredOn: '2026-01-01' }), owner);
    expect(facts).toEqual({
      plateType: 'small',
      commercial: false,
      registeredOn: '2020-01-01',
      owner,
      deregisteredOn: '2026-01-01',
    });
    expect(auditedFacts(aVehicle(), owner)).not.toHaveProperty('deregisteredOn');
    expect(auditedFacts(aVehicle(), owner)).not.toHaveProperty('vinMasked');
    const ownerSince = new Date('2026-03-02T04:00:00Z');
    const moved = aVehicle({ ownerSince, plateLost: true });
    expect(auditedFacts(moved, owner, { vinMasked: 'LSV**********6195' })).toMatchObject({
      ownerSince: '2026-03-02T12:00:00.000+08:00',
      plateLost: true,
      vinMasked: 'LSV**********6195',
    });
  });
});

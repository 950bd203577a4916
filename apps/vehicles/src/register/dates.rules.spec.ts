import { Refusal } from '@demerit/contracts';
import { NOBODY, NOW, at, entered, entry, knowing, outOf, refusal } from '../../test/given-entries';
import { aFormerOwner, aVehicle } from '../../test/given-vehicles';
import { enterVehicle, type Entry } from './entering.rules';

describe('Days that cannot be', () => {
  const bought = aVehicle({ ownerSince: at('2022-03-01T00:00:00Z') });

  it('§2.dates.order: deregistered before the present owner began, by what is stored or by the same entry', () => {
    const gone = (changes: Partial<Entry>) =>
      refusal(entry({ deregisteredOn: '2022-02-28', ...changes }), knowing([bought]));
    const said = outOf('deregisteredOn');
    expect(gone({})).toMatchObject({
      ...said,
      detail: {
        en: 'deregisteredOn is 2022-02-28. It must not lie before 2022-03-01, when the present owner began.',
      },
    });
    expect(gone({ deregisteredOn: '2022-03-01' })).toEqual({});
    expect(gone({ ownerKey: 'person_2' })).toMatchObject(said);
    const ownerSince = at('2022-03-01T00:00:00Z');
    expect(refusal(entry({ deregisteredOn: '2022-02-28', ownerSince }), NOBODY)).toMatchObject(
      said,
    );
    expect(gone({ vinKey: 'vin2' })).toMatchObject(said);
  });

  it('§2.dates.order: of the same owner, who has it anew since after it was deregistered, nothing is out of order', () => {
    const around = knowing([aVehicle({ deregisteredOn: '2025-01-01' })]);
    const ownerSince = at('2025-06-01T00:00:00Z');
    expect(entered(entry({ ownerSince }), around).vehicle).toEqual(aVehicle({ ownerSince }));
  });

  it('§2.dates.order §2.owner.registered: registered after an owner began or ended', () => {
    const around = knowing([bought], { former: [aFormerOwner()] });
    const registered = (registeredOn: string, more: Partial<Entry> = {}) =>
      refusal(entry({ registeredOn, ...more }), around);
    expect(registered('2022-03-01')).toEqual({});
    const after = entry({ registeredOn: '2022-03-02' });
    expect(refusal(after, knowing([bought]))).toMatchObject(outOf('registeredOn'));
    expect(registered('2022-03-02')).toMatchObject({
      ...outOf('registeredOn'),
      detail: {
        en: 'registeredOn is 2022-03-02. It must not lie after 2022-03-01 08:00 (Beijing time), when an owner began or ended.',
      },
    });
    const later = { ownerSince: at('2024-01-01T00:00:00Z') };
    expect(registered('2023-01-01', later)).toEqual({});
    expect(registered('2023-01-01', { ...later, ownerKey: 'person_2' })).toMatchObject(
      outOf('registeredOn'),
    );
  });
});

describe('The day of registration, corrected', () => {
  const corrected = { registeredOn: '2020-06-01' };
  const from = at('2020-05-31T16:00:00Z');

  it('§2.owner.registered: after a sale: the time of the first owner follows, and no other one', () => {
    const bought = aVehicle({ ownerSince: at('2022-03-01T00:00:00Z') });
    const others = [
      aFormerOwner({ _id: 'own_2', from: at('2020-01-01T00:00:00Z') }),
      aFormerOwner({ _id: 'own_3', vehicleId: 'veh_2' }),
      aFormerOwner({ _id: 'own_4', until: aFormerOwner().from }),
    ];
    const around = knowing([bought], { former: [...others, aFormerOwner()] });
    expect(entered(entry(corrected), around)).toEqual({
      vehicle: { ...bought, ...corrected },
      former: [aFormerOwner({ from })],
    });
    const without = knowing([bought], { former: others });
    expect(entered(entry(corrected), without).former).toBeUndefined();
  });

  it('§2.owner.registered: with a sale, or with the owner’s beginning said anew', () => {
    const sold = entered(entry({ ...corrected, ownerKey: 'person_2' }), knowing([aVehicle()]));
    expect(sold.former).toMatchObject([{ ownerKey: 'person_1', from, until: NOW }]);
    const bought = aVehicle({ ownerSince: at('2022-03-01T00:00:00Z') });
    const around = knowing([bought], { former: [aFormerOwner()] });
    const until = at('2021-03-01T00:00:00Z');
    expect(entered(entry({ ...corrected, ownerSince: until }), around).former).toMatchObject([
      { _id: 'own_1', from, until },
      { from: bought.ownerSince, until: bought.ownerSince },
    ]);
  });
});

describe('An entry that the history has already', () => {
  const since = at('2022-03-01T00:00:00Z');
  const bought = aVehicle({ ownerKey: 'person_2', ownerSince: since });
  const first = aFormerOwner({ ownerKey: 'person_1' });
  const around = knowing([bought], { former: [first] });
  const comes = (isFollowed: boolean, changes: Partial<Entry>, beside = around) => {
    const ofImport = { isFollowed };
    const made = enterVehicle(entry(changes), beside, { now: NOW, formerId: 'own_new', ofImport });
    return made instanceof Refusal ? made.refusal : made;
  };
  const unchanged = { vehicle: bought };

  it('§2.owner.again: of an owner of before without a time changes nothing in an import where another line follows, and is refused where none does', () => {
    expect(comes(true, { commercial: true })).toEqual(unchanged);
    expect(comes(false, {})).toMatchObject({
      ...outOf('ownerSince'),
      detail: {
        en: 'This person owned the car before, and somebody else does now. A sale back says in ownerSince since when.',
      },
    });
    expect(comes(true, { ownerKey: 'person_3' })).toMatchObject({
      vehicle: { ownerKey: 'person_3', ownerSince: NOW },
    });
    const commercial = { ownerKey: 'person_2', commercial: true };
    expect(comes(false, commercial)).toEqual({ vehicle: { ...bought, commercial: true } });
    expect(entered(entry(), around).vehicle).toMatchObject({
      ...{ ownerKey: 'person_1', ownerSince: NOW },
    });
  });

  it('§2.owner.again: with a time that stands there changes nothing, alone and in an import; with another time it is a sale back', () => {
    const again = { ownerSince: first.from };
    expect(comes(false, again)).toEqual(unchanged);
    expect(entered(entry(again), around)).toEqual(unchanged);
    const ownerSince = at('2024-01-01T00:00:00Z');
    expect(comes(true, { ownerSince })).toMatchObject({
      vehicle: { ownerKey: 'person_1', ownerSince },
    });
    const back = aVehicle({ ownerSince: at('2024-01-01T00:00:00Z') });
    expect(comes(true, again, knowing([back], { former: [first] }))).toEqual({ vehicle: back });
    const ofAnother = { former: [{ ...first, vehicleId: 'veh_2' }] };
    expect(comes(true, {}, knowing([bought], ofAnother))).toMatchObject({
      vehicle: { ownerKey: 'person_1' },
    });
  });

  it('§2.owner.again: with a time that was corrected since is the earlier one in an import only, and for the present owner never', () => {
    const instant = at('2023-01-01T00:00:00Z');
    const corrected = { ...first, from: instant, until: instant };
    const again = { ownerSince: corrected.from };
    const beside = knowing([bought], { former: [corrected] });
    expect(comes(true, again, beside)).toEqual(unchanged);
    expect(entered(entry(again), beside).vehicle).toMatchObject(again);
    const present = knowing([aVehicle({ ownerSince: since })], { former: [corrected] });
    expect(comes(true, again, present)).toMatchObject({ vehicle: again });
  });

  it('§2.owner.again: with a time that was corrected since takes the correction back, unless the owner before would have no time by it', () => {
    const instant = at('2023-01-01T00:00:00Z');
    const corrected = aFormerOwner({
      ...{ _id: 'own_2', ownerKey: 'person_1', from: instant, until: instant },
    });
    const present = aVehicle({ ownerSince: at('2024-01-01T00:00:00Z') });
    const sinceBefore = (from: string) =>
      comes(
        true,
        { ownerSince: instant },
        knowing([present], {
          former: [aFormerOwner({ from: at(from), until: present.ownerSince! }), corrected],
        }),
      );
    expect(sinceBefore('2022-12-31T23:59:59.999Z')).toMatchObject({
      vehicle: { ownerSince: instant },
    });
    expect(sinceBefore('2023-01-01T00:00:00Z')).toEqual({ vehicle: present });
    expect(sinceBefore('2023-06-01T00:00:00Z')).toEqual({ vehicle: present });
  });

  it('§2.owner.again §2.vin.corrected: which mends the VIN is not passed over in silence', () => {
    const mends = { vinKey: 'right', correctsVinKey: 'vin' };
    expect(comes(true, mends)).toMatchObject(outOf('ownerSince'));
    expect(comes(true, { ...mends, ownerSince: first.from })).toMatchObject(outOf('ownerSince'));
  });
});

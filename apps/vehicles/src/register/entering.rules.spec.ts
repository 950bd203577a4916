import { NOBODY, NOW, at, entered, entry, knowing, outOf, refusal } from '../../test/given-entries';
import { aFormerOwner, aVehicle } from '../../test/given-vehicles';
import type { Entry } from './entering.rules';
import { presentTime, timeAt, timesOf } from './owners.rules';

describe('A plate that nobody has', () => {
  it('§2.owner.times: is the car’s of the first entry, whose owner counts from the registration unless it says since when', () => {
    expect(entered(entry(), NOBODY)).toEqual({ vehicle: aVehicle({ version: 0 }) });
    const ownerSince = at('2022-03-01T00:00:00Z');
    expect(entered(entry({ ownerSince }), NOBODY).vehicle.ownerSince).toEqual(ownerSince);
  });

  it('§2.vin.one: and the VIN stands for it as long as it has the plate', () => {
    const gone = entered(entry({ deregisteredOn: '2026-01-01' }), NOBODY).vehicle;
    expect(gone).not.toHaveProperty('vinInUse');
  });
});

describe('Another owner of a car', () => {
  const sale = (changes: Partial<Entry> = {}) => entry({ ownerKey: 'person_2', ...changes });

  it('§2.owner.times: has it since the moment of the entry, and the time of the one before ends', () => {
    const { vehicle, former, loser } = entered(sale(), knowing([aVehicle()]));
    expect(vehicle).toEqual(aVehicle({ ownerKey: 'person_2', ownerSince: NOW }));
    expect(former).toEqual([
      aFormerOwner({ _id: 'own_new', ownerKey: 'person_1', until: NOW, version: 0 }),
    ]);
    expect(loser).toBeUndefined();
  });

  it('§2.owner.since: or since when the entry says, but not before the former owner began', () => {
    const around = knowing([aVehicle({ ownerSince: at('2022-03-01T00:00:00Z') })]);
    const since = at('2022-03-01T00:00:00Z');
    expect(entered(sale({ ownerSince: since }), around)).toMatchObject({
      vehicle: { ownerSince: since },
      former: [{ from: since, until: since }],
    });
    expect(refusal(sale({ ownerSince: at('2022-02-28T23:59:59.999Z') }), around)).toMatchObject({
      code: 'DATE_OUT_OF_RANGE',
      reason: 'ownerSince',
      detail: {
        en: 'ownerSince is 2022-03-01 07:59 (Beijing time). It must not lie before 2022-03-01 08:00 (Beijing time), when the owner before began.',
      },
      nextStep: {
        en: 'Give ownerSince from 2022-03-01T08:00:00.000+08:00 on. If the owner before was entered by mistake, give exactly 2022-03-01T08:00:00.000+08:00: they have then owned it for no time, and a still earlier ownerSince is taken afterwards. If the owner before began earlier, enter them again first, with the right ownerSince.',
      },
    });
  });

  it('§2.owner.mended: entered by mistake, has owned it for no time once the right one is entered since the same instant, the registration included', () => {
    const registeredAt = at('2019-12-31T16:00:00Z');
    const mistaken = aVehicle({ ownerKey: 'person_wrong', registeredOn: '2020-01-01' });
    const mended = { registeredOn: '2020-01-01', ownerSince: registeredAt };
    const { vehicle, former } = entered(sale(mended), knowing([mistaken]));
    expect(presentTime(vehicle)).toMatchObject({ ownerKey: 'person_2', from: registeredAt });
    expect(former).toMatchObject([
      { ownerKey: 'person_wrong', from: registeredAt, until: registeredAt },
    ]);
    expect(timeAt(timesOf([vehicle], former!), registeredAt)?.ownerKey).toBe('person_2');
  });

  it('§2.owner.mended: entered by mistake, gets no time when it is said anew since when the right one is', () => {
    const [first, sold] = [at('2020-01-01T00:00:00Z'), at('2022-03-01T00:00:00Z')];
    const before = aFormerOwner({ _id: 'own_1', from: first, until: sold });
    const mistaken = aFormerOwner({
      _id: 'own_wrong',
      ownerKey: 'person_wrong',
      from: sold,
      until: sold,
    });
    const vehicle = aVehicle({ ownerKey: 'person_2', ownerSince: sold });
    const around = knowing([vehicle], { former: [before, mistaken] });
    for (const ownerSince of [at('2021-05-05T00:00:00Z'), at('2023-05-05T00:00:00Z')])
      expect(entered(sale({ ownerSince }), around)).toMatchObject({
        ...{
          vehicle: { ownerSince },
          former: [{ _id: 'own_1', until: ownerSince }, { from: sold }],
        },
      });
  });

  it('§2.dates.order: of a car that was deregistered before is refused, sold now as at a time that is said; that day or before it is not', () => {
    const around = knowing([aVehicle({ deregisteredOn: '2026-01-02' })]);
    for (const later of [sale(), sale({ ownerSince: at('2026-01-02T16:00:00Z') })])
      expect(refusal(later, around)).toMatchObject(outOf('ownerSince'));
    expect(refusal(sale({ ownerSince: at('2026-01-02T16:00:00Z') }), around).detail).toMatchObject({
      en: 'ownerSince is 2026-01-03 00:00 (Beijing time). It must not lie after 2026-01-02, when the car was deregistered.',
    });
    const thatDay = entered(sale({ ownerSince: at('2026-01-02T15:59:59Z') }), around);
    expect(thatDay.former).toMatchObject([{ until: at('2026-01-01T16:00:00Z') }]);
    const ownerSince = at('2025-05-05T00:00:00Z');
    expect(entered(sale({ ownerSince }), around).former).toMatchObject([{ until: ownerSince }]);
  });
});

describe('The same owner again', () => {
  const bought = aVehicle({ ownerSince: at('2022-03-01T00:00:00Z') });
  const saidBefore = aFormerOwner({
    ...{ _id: 'own_new', ownerKey: 'person_1', version: 0 },
    ...{ from: at('2022-03-01T00:00:00Z'), until: at('2022-03-01T00:00:00Z') },
  });

  it('keeps the time that is stored', () => {
    expect(entered(entry(), knowing([bought]))).toEqual({ vehicle: bought });
    expect(entered(entry({ commercial: true }), knowing([bought]))).toEqual({
      vehicle: { ...bought, commercial: true },
    });
    const again = entry({ ownerSince: at('2022-03-01T00:00:00Z') });
    expect(entered(again, knowing([bought]))).toEqual({ vehicle: bought });
  });

  it('§2.owner.since: since another moment: the time of the one before goes up to it, as far back as that one began', () => {
    const around = knowing([bought], {
      former: [aFormerOwner(), aFormerOwner({ _id: 'own_0', from: at('2019-01-01T00:00:00Z') })],
    });
    for (const ownerSince of ['2019-12-31T16:00', '2021-05-05T00:00', '2024-05-05T00:00'].map(
      (minute) => at(`${minute}:00Z`),
    )) {
      expect(entered(entry({ ownerSince }), around)).toEqual({
        vehicle: { ...bought, ownerSince },
        former: [aFormerOwner({ until: ownerSince }), saidBefore],
      });
    }
    const early = entry({ ownerSince: at('2019-12-31T15:59:59Z') });
    expect(refusal(early, around)).toMatchObject({ code: 'DATE_OUT_OF_RANGE' });
    const ownerSince = at('2021-05-05T00:00:00Z');
    expect(entered(entry({ ownerSince }), knowing([bought]))).toEqual({
      vehicle: { ...bought, ownerSince },
      former: [saidBefore],
    });
    const kept = knowing([bought], { former: [saidBefore] });
    expect(entered(entry({ ownerSince }), kept).former).toBeUndefined();
    const first = entered(entry({ ownerSince }), knowing([aVehicle()]));
    expect(first).toEqual({ vehicle: aVehicle({ ownerSince }) });
  });

  it('§2.owner.since: since another moment: what was said of their time with another car or of an earlier one is not what was said of this one', () => {
    const ownerSince = at('2022-05-05T00:00:00Z');
    const withAnother = { ...saidBefore, _id: 'own_1', vehicleId: 'veh_0' };
    const [from, until] = [at('2020-05-05T00:00:00Z'), at('2021-05-05T00:00:00Z')];
    const earlier = { ...saidBefore, _id: 'own_1', from, until };
    const anew = (former: typeof saidBefore) =>
      entered(entry({ ownerSince }), knowing([bought], { former: [former] })).former;
    expect(anew(withAnother)).toEqual([saidBefore]);
    expect(anew(earlier)).toEqual([earlier, saidBefore]);
  });

  it('§2.owner.since: since a later moment: a car that was deregistered between did not have the plate on', () => {
    const holder = aVehicle({ _id: 'veh_2', plateId: 'veh_1', vinKey: 'vin2', vinInUse: 'vin2' });
    const since = at('2022-03-01T00:00:00Z');
    const gone = aVehicle({ deregisteredOn: '2022-04-01', plateLost: true });
    const ownerSince = at('2024-05-05T00:00:00Z');
    const later = entry({ vinKey: 'vin2', ownerSince });
    const untilOf = (...former: [Parameters<typeof aFormerOwner>[0]]) =>
      entered(
        later,
        knowing([gone, { ...holder, ownerSince: since }], { former: former.map(aFormerOwner) }),
      ).former?.[0]?.until;
    expect(untilOf({})).toEqual(at('2022-03-31T16:00:00Z'));
    expect(untilOf({ until: at('2022-02-01T00:00:00Z') })).toEqual(at('2022-02-01T00:00:00Z'));
    expect(untilOf({ vehicleId: 'veh_2' })).toEqual(ownerSince);
  });
});

describe('A plate given to another car', () => {
  const other = (changes: Partial<Entry> = {}) =>
    entry({ vinKey: 'vin2', ownerKey: 'person_2', ...changes });
  const around = knowing([aVehicle()]);

  it('§2.plate.moved: is a new vehicle with an id of its own, since the moment of the entry; the first one loses it', () => {
    const { vehicle, loser, former } = entered(other(), around);
    expect(vehicle).toEqual(
      aVehicle({
        _id: 'veh_later',
        plateId: 'veh_1',
        vinKey: 'vin2',
        vinInUse: 'vin2',
        ownerKey: 'person_2',
        ownerSince: NOW,
        version: 0,
      }),
    );
    const { vinInUse: _, ...first } = aVehicle();
    expect(loser).toEqual({ ...first, plateLost: true });
    expect(former).toMatchObject([{ vehicleId: 'veh_1', ownerKey: 'person_1', until: NOW }]);
  });

  it('§2.plate.moved: registered later than the first one, takes nothing from the time of before', () => {
    const { former } = entered(other({ registeredOn: '2025-01-01' }), around);
    expect(former).toMatchObject([{ from: at('2019-12-31T16:00:00Z'), until: NOW }]);
  });

  it('§2.plate.moved: is so for the same owner, too', () => {
    const { vehicle, former } = entered(other({ ownerKey: 'person_1' }), around);
    expect(vehicle).toMatchObject({ _id: 'veh_later', ownerSince: NOW });
    expect(former).toMatchObject([{ ownerKey: 'person_1', until: NOW }]);
  });

  it.each([
    ['2026-02-01', '2020-01-01', '2026-01-31T16:00:00Z'],
    ['2026-02-01', '2026-02-10', '2026-02-09T16:00:00Z'],
    ['2019-02-01', '2019-02-01', '2019-12-31T16:00:00Z'],
  ])(
    '§2.plate.moved: when the first was deregistered on %s, the second has it since then or since it is registered on %s: %s',
    (deregisteredOn, registeredOn, since) => {
      const gone = knowing([aVehicle({ deregisteredOn })]);
      expect(entered(other({ registeredOn }), gone).vehicle.ownerSince).toEqual(at(since));
    },
  );

  it('§2.owner.since: has it since when the entry says, but not before the owner before began', () => {
    const ownerSince = at('2025-01-01T00:00:00Z');
    expect(entered(other({ ownerSince }), around)).toMatchObject({
      ...{ vehicle: { ownerSince }, former: [{ until: ownerSince }] },
    });
    const early = other({ ownerSince: at('2019-12-31T15:59:59Z') });
    expect(refusal(early, around)).toMatchObject({ reason: 'ownerSince' });
  });

  it('§2.plate.back: entered again, the earlier pair is the vehicle that it was, and the plate that one’s', () => {
    const { vehicle: second, loser, former } = entered(other(), around);
    const after = knowing([loser!, { ...second, version: 1 }], { former: former! });
    const back = entered(entry(), after);
    expect(back.vehicle).toEqual(aVehicle({ ownerSince: NOW }));
    expect(back.loser).toMatchObject({ _id: 'veh_later', plateLost: true, version: 1 });
    expect(back.former).toMatchObject([{ vehicleId: 'veh_later', ownerKey: 'person_2' }]);
  });
});

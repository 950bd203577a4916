import { EventTap, newCar, newDrivers, notified, registerVehicle, soldTo, staff } from './support';

describe('given an event that an earlier version left in an outbox or a queue', () => {
  let tap: EventTap;

  beforeAll(async () => {
    tap = await EventTap.open();
  });
  afterAll(() => tap.close());

  it('§2.owner.key: when it comes, then it is read as one of now, whatever the key of an owner was called then', async () => {
    const [seller, buyer] = await newDrivers(2);
    const [car, another] = [await newCar(seller!), await newCar(seller!)];
    await registerVehicle(await staff('registrar'), soldTo(car, buyer!));
    await notified(buyer!, 'vehicle_gained', { vehicleId: car.vehicleId });
    const [sale] = tap.of('vehicle.owner-changed', { vehicleId: car.vehicleId });
    const { ownerKey, formerOwnerKey, ...rest } = sale!.body;
    expect([ownerKey, formerOwnerKey]).toEqual([
      expect.stringMatching(/^person_[0-9a-z]{26}$/),
      expect.stringMatching(/^person_[0-9a-z]{26}$/),
    ]);

    const { vehicleId } = another;
    const earlier = { ownerPersonKey: ownerKey, formerOwnerPersonKey: formerOwnerKey };
    await tap.publish({
      type: 'vehicle.owner-changed',
      body: { ...rest, ...earlier, vehicleId },
    });
    await notified(buyer!, 'vehicle_gained', { vehicleId });
    await notified(seller!, 'vehicle_lost', { vehicleId });
  });
});

import { Logger } from '@nestjs/common';
import { AttachingService } from './attaching.service';

type Given = ConstructorParameters<typeof AttachingService>;

/** Three violations wait for a vehicle that is there by now; the second cannot be attached. A fourth is of a time when no vehicle had the plate. */
function given(corrected: Record<string, Date> = {}) {
  const attached: string[] = [];
  const changes: [what: string, ids: string[]][] = [];
  const occurredAt = new Date('2026-03-01T04:00:00Z');
  const waiting = ['vio_1', 'vio_2', 'vio_3', 'vio_4'].map((_id) => ({
    _id,
    vehicleId: 'veh_1',
    occurredAt,
  }));
  const violations = {
    toLookAtAgain: () => Promise.resolve(waiting),
    async *awaiting() {
      await Promise.resolve();
      yield* waiting;
    },
    find: (_id: string) =>
      Promise.resolve({ _id, awaitsVehicle: true, occurredAt: corrected[_id] ?? occurredAt }),
    save: (violation: { _id: string }) => {
      if (violation._id === 'vio_2') return Promise.reject(new Error('not as declared'));
      attached.push(violation._id);
      return Promise.resolve({ ...violation, version: 1, occurredAt: new Date() });
    },
    lookedAt: (ids: string[]) => Promise.resolve(changes.push(['looked at', ids])),
    lookAgainAt: (ids: string[]) => Promise.resolve(changes.push(['later', ids])),
  } as unknown as Given[0];
  const owner = { vehicleId: 'veh_1', ownerKey: 'person_1', userAccountIds: ['acc_3'] };
  const owners = { of: () => Promise.resolve([owner, owner, owner, null]) } as unknown as Given[1];
  const inbox = { processTogether: () => Promise.resolve(changes.push(['noted', []])) };
  const service = new AttachingService(
    violations,
    owners,
    inbox as unknown as Given[2],
    { add: () => Promise.resolve() } as unknown as Given[3],
    { run: (work: (session: unknown) => unknown) => work({}) } as unknown as Given[4],
    { now: () => new Date('2026-03-02T04:00:00Z') } as unknown as Given[5],
    { every: () => undefined } as unknown as Given[6],
  );
  return { service, attached, changes };
}

describe('violations whose vehicle arrived', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });

  it('given one that cannot be attached, then the others are, and it is looked at again behind them', async () => {
    const { service, attached, changes } = given();
    await service.lookAgain();
    expect(attached).toEqual(['vio_1', 'vio_3']);
    expect(changes).toEqual([
      ['looked at', ['vio_1', 'vio_3', 'vio_4']],
      ['later', ['vio_2']],
    ]);
  });

  it('given one that cannot be attached, then the event that brought the vehicle comes again', async () => {
    const { service, attached, changes } = given();
    const arriving = service.arrived([{ vehicleId: 'veh_1' }], {} as never);
    await expect(arriving).rejects.toThrow('1 violations could not be attached');
    expect(attached).toEqual(['vio_1', 'vio_3']);
    expect(changes).toEqual([]);
  });

  it('§3.correction.vehicle: given one whose time was corrected since, then it is not attached to the vehicle of the time before', async () => {
    const { service, attached } = given({ vio_3: new Date('2026-02-01T04:00:00Z') });
    await service.lookAgain();
    expect(attached).toEqual(['vio_1']);
  });
});

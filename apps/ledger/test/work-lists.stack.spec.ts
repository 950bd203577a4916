import type { HandlingState } from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import { ForgottenService } from '../src/reservations/forgotten.service';
import type { StoredReservation } from '../src/reservations/reservations.types';
import { givenReservation } from './given';
import {
  connection,
  on,
  replicas,
  reserve,
  RUN,
  startReplicas,
  stopReplicas,
} from './given-replicas';

const states = new Map<string, HandlingState>();
let asked: string[] = [];

beforeAll(async () => {
  await startReplicas();
  for (const replica of replicas) {
    const client = replica.get(MessagingClient, { strict: false });
    client.ask = async (_type: string, { handlingIds }: { handlingIds: string[] }) => {
      asked.push(...handlingIds);
      const stateOf = (handlingId: string) => states.get(handlingId) ?? 'deciding';
      return {
        items: handlingIds.map((handlingId) => ({ handlingId, state: stateOf(handlingId) })),
      };
    };
  }
}, 60_000);

afterAll(stopReplicas, 60_000);

describe(`work lists on a real database (${RUN})`, () => {
  it('a reservation behind a hundred that cannot be settled is settled, and those are asked for later', async () => {
    const reservations = connection().collection<StoredReservation>('reservations');
    const createdAt = new Date(Date.now() - 600_000);
    const stuck = Array.from({ length: 100 }, (_, n) => ({
      ...givenReservation({ _id: `hdl_stuck${n}`, licenceId: 'lic_stuck' }),
      createdAt,
    }));
    await reservations.insertMany(stuck);
    const behind = await reserve('behind', 3);
    await reservations.updateOne(
      { _id: behind },
      { $set: { createdAt: new Date(Date.now() - 300_000) } },
    );
    states.set(behind, 'withdrawn');
    await on(ForgottenService).run();
    expect(asked).toHaveLength(101);
    expect(await reservations.findOne({ _id: behind })).toMatchObject({
      state: 'released',
      undecided: false,
    });
    asked = [];
    await on(ForgottenService).run();
    expect(asked).toEqual([]);
    expect(await reservations.countDocuments({ undecided: true, asks: 1 })).toBe(100);
  }, 60_000);
});

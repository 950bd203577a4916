import type { HandlingState } from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import { ForgottenService } from '../src/reservations/forgotten.service';
import type { StoredReservation } from '../src/reservations/reservations.types';
import type { LicenceDocument } from '../src/account/account.types';
import { LicencesStore } from '../src/account/licences.store';
import { givenLicence, givenReservation } from './given';
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

  it('§4.full-score.policy: a change is looked for among the licences that it may concern, by an index', async () => {
    const licences = connection().collection<LicenceDocument>('licences');
    const idle = Array.from({ length: 500 }, (_, n) => ({
      ...givenLicence({ _id: `lic_idle${n}`, version: 1, balance: n < 250 ? 0 : 6 }),
    }));
    const full = givenLicence({ _id: 'lic_full', version: 1, balance: 12 });
    const since = '2027-05-01T04:00:00.000Z';
    const education = { orderId: 'edu_1', round: 1, since, studyDays: 0, examsPassed: [] };
    const taught = givenLicence({ _id: 'lic_taught', version: 1, education });
    await licences.insertMany([...idle, full, taught]);
    const found: string[] = [];
    for await (const { _id } of on(LicencesStore).concernedBy(12)) found.push(_id);
    expect(found.toSorted()).toEqual(['lic_full', 'lic_taught']);
    const indexed = (await licences.indexes()).map(({ key }) => Object.keys(key)[0]);
    expect(indexed).toEqual(expect.arrayContaining(['balance', 'education.orderId']));
  }, 60_000);
});

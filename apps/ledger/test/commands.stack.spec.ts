import '../../../tools/dev/home/own-stores';
import { MessagingClient } from '@demerit/messaging';
import {
  commandsOf,
  moveClockTo,
  on,
  startReplicas,
  stopReplicas,
} from '../../../test/support/replicas';
import { givenRequest, NOW } from './given';
import { saidByOthers } from './given-replicas';
import { LedgerModule } from '../src/ledger.module';
import { ReservationsService } from '../src/reservations/reservations.service';

/** What the ledger asks of its database for a reservation that comes alone. */

let sent: string[] = [];
let handlings = 0;

async function reserve(): Promise<void> {
  handlings += 1;
  const request = givenRequest({ handlingId: `hdl_${handlings}`, points: 1 });
  await on(ReservationsService).reserve(request);
}

/** Which commands go to collections of ours, or end a transaction. */
const ours = (command: string) =>
  !/^(update leases|find outbox|update outbox|ping|hello)/.test(command);

beforeAll(async () => {
  const given = (replica: Parameters<typeof commandsOf>[0]): void => {
    sent = commandsOf(replica);
    const client = replica.get(MessagingClient, { strict: false });
    client.ask = async (type: string, asked: { handlingIds: string[]; accountId: string }) =>
      saidByOthers(type, asked);
  };
  await startReplicas(LedgerModule, given, 1);
  moveClockTo(NOW.toISOString());
  await reserve();
}, 60_000);

afterAll(stopReplicas, 60_000);

test('given a licence and a vehicle that are there, then all is read in two queries before the transaction, which only writes', async () => {
  const from = sent.length;
  await reserve();
  expect(sent.slice(from).filter(ours)).toEqual([
    'aggregate licences',
    'find entries',
    'insert reservations',
    'update licences',
    'update vehicles',
    'insert entries',
    'commitTransaction 1',
  ]);
});

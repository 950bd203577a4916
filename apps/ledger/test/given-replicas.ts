import { RUN } from '../../../tools/dev/home/own-stores';
import type { Caller, DecisionRevoked, LicenceClaimed, Person, Requests } from '@demerit/contracts';
import { MessagingClient, refusalOf, Transactions } from '@demerit/messaging';
import { DomainClock } from '@demerit/platform';
import type { Type } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import * as service from '../../../test/support/replicas';
import { connection, nextReplica, on } from '../../../test/support/replicas';
import { givenRequest } from './given';
import { LedgerModule } from '../src/ledger.module';
import type { EntryDocument, LicenceDocument, RecordedBecause } from '../src/account/account.types';
import { RegisterService } from '../src/register/register.service';
import { ReservationsService } from '../src/reservations/reservations.service';

/** Beginnings of specs on two replicas over one real database. */
export { RUN };
export { connection, on, replicas, stopReplicas } from '../../../test/support/replicas';

export const officer: Caller = { accountId: 'acc_officer', roles: ['officer'] };

let handlings = 0;

/** What an event does, on one replica after the other. */
export async function hear<T>(
  service: Type<T>,
  effect: (service: T, session: ClientSession) => Promise<void>,
): Promise<void> {
  const replica = nextReplica();
  const transactions = replica.get(Transactions, { strict: false });
  await transactions.run((session) => effect(replica.get(service, { strict: false }), session));
}

export async function claimed(name: string): Promise<string> {
  const event: LicenceClaimed = {
    accountId: `acc_${name}`,
    personKey: `person_${name}`,
    licenceId: `lic_${name}`,
    class: 'C1',
    firstIssuedOn: '2019-01-11',
    validUntil: '2039-01-11',
    version: 2,
  };
  await hear(RegisterService, (register, session) => register.licence(event, session));
  return event.licenceId;
}

export async function reserve(name: string, points: number): Promise<string> {
  handlings += 1;
  const handlingId = `hdl_${handlings}`;
  await on(ReservationsService).reserve(
    givenRequest({
      handlingId,
      accountId: `acc_${name}`,
      personKey: `person_${name}`,
      licenceId: `lic_${name}`,
      vehicleId: `veh_${handlings}`,
      points,
      method: 'window',
      decidedAt: clock().toISOString(),
    }),
  );
  return handlingId;
}

export async function record(handlingId: string, because: RecordedBecause = 'paid'): Promise<void> {
  await hear(ReservationsService, (ledger, session) => ledger.record(handlingId, because, session));
}

/** The decision behind a handling taken back, as violations would say it. */
export async function revoke(handlingId: string): Promise<void> {
  const event: DecisionRevoked = {
    handlingId,
    decisionNumber: 'D-1',
    violationId: 'vio_1',
    orderId: null,
    accountId: 'acc_1',
    licenceId: 'lic_1',
    vehicleId: 'veh_1',
    then: 'reopen',
    reason: 'officer',
    at: clock().toISOString(),
    version: 1,
  };
  await hear(ReservationsService, (ledger, session) => ledger.revoked(event, session));
}

export async function licenceOf(name: string): Promise<LicenceDocument | null> {
  return connection()
    .collection<LicenceDocument>('licences')
    .findOne({ _id: `lic_${name}` });
}

export async function entriesOf(name: string): Promise<string[]> {
  const found = connection()
    .collection<EntryDocument>('entries')
    .find({ licenceId: `lic_${name}` });
  const entries = await found.sort({ _id: 1 }).toArray();
  return entries.map(({ type, points, balance }) => `${type} ${points} → ${balance}`);
}

export async function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => refusalOf(error)?.code ?? (error as Error).name,
  );
}

export function counted(outcomes: string[]): Record<string, number> {
  const groups = Map.groupBy(outcomes, (one) => one);
  return Object.fromEntries([...groups].map(([name, { length }]) => [name, length]));
}

export function clock(): Date {
  return nextReplica().get(DomainClock, { strict: false }).now();
}

/** As identity would say it. */
export function moveClockTo(day: string): void {
  service.moveClockTo(`${day}T04:00:00Z`);
}

export async function startReplicas(): Promise<void> {
  await service.startReplicas(LedgerModule, (replica) =>
    answerForOthers(replica.get(MessagingClient, { strict: false })),
  );
  moveClockTo('2027-06-01');
}

function answerForOthers(client: MessagingClient<Requests>): void {
  const askOthers = client.ask.bind(client);
  const ask = async (type: string, body: { accountId: string }, options?: object) =>
    saidByOthers(type, body) ?? askOthers(type as never, body as never, options);
  client.ask = ask;
}

/** Identity is not running here; it would say that an account has the licence of its name, as `claimed` has it. Nor is vehicles, which knows none. */
export function saidByOthers(
  type: string,
  { accountId }: { accountId: string },
): object | undefined {
  if (type === 'person.get') return personOf(accountId);
  if (type === 'vehicle.holders') return { vehicles: [null] };
  if (type !== 'person.self') return undefined;
  const { personKey, licence } = personOf(accountId);
  return { accountId, keys: [personKey], licenceIds: [licence?.licenceId] };
}

function personOf(accountId: string): Person {
  const name = accountId.replace('acc_', '');
  const licence = { licenceId: `lic_${name}`, class: 'C1' as const, holds: [] };
  const days = { firstIssuedOn: '2019-01-11', validUntil: '2039-01-11' };
  return {
    accountId,
    personKey: `person_${name}`,
    identityStatus: 'verified',
    licence: { ...licence, ...days },
  };
}

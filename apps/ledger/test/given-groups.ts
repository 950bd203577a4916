import type {
  DecisionRevoked,
  HandlingEnded,
  Reservation,
  ReservePoints,
  StateOfHandling,
  ViolationDecided,
} from '@demerit/contracts';
import { Inbox, MessagingClient } from '@demerit/messaging';
import { DomainClock } from '@demerit/platform';
import { getConnectionToken } from '@nestjs/mongoose';
import type { INestApplicationContext } from '@nestjs/common';
import type { ClientSession, Connection } from 'mongoose';
import * as service from '../../../test/support/replicas';
import { saidByOthers } from './given-replicas';
import { LedgerModule } from '../src/ledger.module';
import type { RecordedBecause } from '../src/account/account.types';
import { RegisterService } from '../src/register/register.service';
import { ReservationsService } from '../src/reservations/reservations.service';
import type { ReservationDocument } from '../src/reservations/reservations.types';

/** Beginnings of specs about many commands of one replica at once. */

export const FIRST_DAY = new Date('2027-06-01T04:00:00.000Z');

/** What the domain clock shows on all replicas: it stands still, so that two runs write the same instants. */
let now = FIRST_DAY;

export function standAt(instant: Date): void {
  now = instant;
}

export function today(): Date {
  return now;
}

/** Transactions that any replica committed, as the driver sent them. */
let sent = 0;

export async function commitsOf(work: () => Promise<unknown>): Promise<number> {
  const before = sent;
  await work();
  return sent - before;
}

export async function startGroups(replicas: number): Promise<void> {
  await service.startReplicas(
    LedgerModule,
    (replica) => {
      const clock = replica.get(DomainClock, { strict: false });
      clock.setOffset(0, 0);
      clock.now = () => now;
      answerForOthers(replica);
      countCommits(replica.get<Connection>(getConnectionToken()));
    },
    replicas,
  );
}

/** Violations is not running here; it would say that all handlings stand. */
function answerForOthers(replica: INestApplicationContext): void {
  const client = replica.get(MessagingClient, { strict: false });
  client.ask = async (type: string, asked: { handlingIds: string[]; accountId: string }) => {
    const said = saidByOthers(type, asked);
    if (said) return said;
    if (type !== 'handling.states') throw new Error(`nobody answers ${type}`);
    const items = asked.handlingIds.map((handlingId): StateOfHandling => ({
      handlingId,
      state: 'decided',
    }));
    return { items };
  };
}

function countCommits(connection: Connection): void {
  const openUri = connection.openUri.bind(connection);
  connection.openUri = async (uri, options) => {
    const opened = await openUri(uri, { ...options, monitorCommands: true });
    opened.getClient().on('commandStarted', ({ commandName }) => {
      if (commandName === 'commitTransaction') sent += 1;
    });
    return opened;
  };
}

/** The replica that commands are given to: those of several share nothing. */
export function replicaOf(index = 0): INestApplicationContext {
  const replica = service.replicas[index];
  if (!replica) throw new Error('startGroups first');
  return replica;
}

/** An event as the ledger's controllers take it: once for each message id, together with what else comes. */
export async function receive(
  messageId: string,
  effect: (ledger: ReservationsService, session: ClientSession) => Promise<void>,
  replica = replicaOf(),
): Promise<string> {
  const ledger = replica.get(ReservationsService, { strict: false });
  const inbox = replica.get(Inbox, { strict: false });
  return inbox.processTogether({ messageId }, (session) => effect(ledger, session));
}

export async function recorded(
  handlingId: string,
  {
    because = 'paid',
    replica,
  }: { because?: RecordedBecause; replica?: INestApplicationContext } = {},
): Promise<string> {
  return receive(
    `${because}-${handlingId}`,
    (ledger, session) => ledger.record(handlingId, because, session),
    replica,
  );
}

export function withdrawn(request: ReservePoints): HandlingEnded {
  const { handlingId, accountId, licenceId, vehicleId } = request;
  const facts = { handlingId, accountId, licenceId, vehicleId, violationId: 'vio_1' };
  return { ...facts, orderId: null, at: now.toISOString(), version: 2 };
}

export function revoked(request: ReservePoints): DecisionRevoked {
  return { ...withdrawn(request), decisionNumber: 'D-1', then: 'reopen', reason: 'officer' };
}

/** Without a fine, so that nothing else records its points. */
export function decided(request: ReservePoints): ViolationDecided {
  const { handlingId, accountId, licenceId, vehicleId, ownVehicle, points, decidedAt } = request;
  const facts = { handlingId, accountId, licenceId, vehicleId, ownVehicle, points, decidedAt };
  const rest = { violationId: 'vio_1', decisionNumber: 'D-1', ownerKey: 'person_1', version: 1 };
  return { ...facts, ...rest, orderId: null, fineFen: 0, dueOn: '2027-06-16' };
}

/** `licence.changed`: another day of first issue cuts the cycles anew. */
export async function changed(
  name: string,
  { version, firstIssuedOn }: { version: number; firstIssuedOn: string },
): Promise<string> {
  const replica = replicaOf();
  const register = replica.get(RegisterService, { strict: false });
  const inbox = replica.get(Inbox, { strict: false });
  const event = {
    accountId: `acc_${name}`,
    personKey: `person_${name}`,
    licenceId: `lic_${name}`,
    class: 'C1' as const,
    firstIssuedOn,
    validUntil: '2039-01-11',
    version,
  };
  return inbox.processTogether({ messageId: `changed-${name}-${version}` }, (session) =>
    register.licence(event, session),
  );
}

/** As violations asks. */
export async function reserve(request: ReservePoints, replica = replicaOf()): Promise<Reservation> {
  return replica.get(ReservationsService, { strict: false }).reserve(request);
}

/** The whole command in its first pass: the public one asks other services first, and comes again behind all others. */
export async function reserveAtOnce(request: ReservePoints): Promise<ReservationDocument> {
  const ledger = replicaOf().get<{
    reserveUnless: (request: ReservePoints) => Promise<ReservationDocument>;
  }>(ReservationsService, { strict: false });
  return ledger.reserveUnless(request);
}

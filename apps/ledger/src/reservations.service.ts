import {
  accepted,
  type Events,
  type PointsPreview,
  type PreviewPoints,
  type Requests,
  type Reservation,
  type ReservePoints,
} from '@demerit/contracts';
import { MessagingClient, RequestRefused, Transactions } from '@demerit/messaging';
import { Jobs, newId } from '@demerit/platform';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { Books, type Parties } from './books';
import type { RecordedBecause, ReservationState } from './ledger.types';
import { record } from './recording.rules';
import {
  RESERVATION_MOVES,
  answerOf,
  heard,
  preview,
  release,
  reserve,
  tombstone,
} from './reservations.rules';
import { ReservationsStore } from './reservations.store';
import { TargetsStore } from './targets.store';

const ASK_TIMEOUT_MS = 3_000;
const FORGOTTEN_AFTER_MS = 60_000;
const FORGOTTEN_EVERY_MS = 15_000;
const FORGOTTEN_A_RUN = 100;

/** Reserve → record or release: the life of a handling's points. rules.md §3, §4. */
@Injectable()
export class ReservationsService implements OnModuleInit {
  private readonly logger = new Logger(ReservationsService.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly books: Books,
    private readonly reservations: ReservationsStore,
    private readonly targets: TargetsStore,
    private readonly client: MessagingClient<Requests>,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.every('forgotten reservations', FORGOTTEN_EVERY_MS, () => this.settleForgotten());
  }

  /** Idempotent by handling: the first answer is given again, also a refusal. */
  async reserve(request: ReservePoints): Promise<Reservation> {
    const reservation = await this.transactions.run(async (session) => {
      const known = await this.reservations.find(request.handlingId, session);
      if (known) return known;
      const terms = this.books.terms();
      const book = await this.books.open(request, terms.now, session);
      const { targetId } = book.vehicle.standing;
      const open = targetId ? await this.targets.find(targetId, session) : null;
      const change = reserve(request, book, open ? [open] : [], () => newId('krt'), terms);
      await this.books.commit(change, book, session);
      return change.reservation;
    });
    return accepted(answerOf(reservation));
  }

  /** Reserves nothing and lists nobody. */
  async preview(request: PreviewPoints): Promise<PointsPreview> {
    const terms = this.books.terms();
    const decidedAt = terms.now.toISOString();
    const book = await this.books.open(partiesOf(request, decidedAt), terms.now);
    return preview(request, book, terms);
  }

  /** `violation.decided`: with a fine of 0 nothing else records the points. */
  async decided(event: Events['violation.decided'], session: ClientSession): Promise<void> {
    const isWithoutFine = (event.orderId ?? null) === null;
    if (isWithoutFine) return this.record(event.handlingId, 'no_fine', session);
    const reservation = await this.known(event.handlingId, session);
    await this.decisionHeard(reservation, session);
  }

  async record(
    handlingId: string,
    because: RecordedBecause,
    session: ClientSession,
  ): Promise<void> {
    const reservation = await this.known(handlingId, session);
    const book = await this.books.reopen(reservation, session);
    const change = record(reservation, book, because, this.books.terms());
    await this.books.commit(change, book, session);
    if (
      !RESERVATION_MOVES[reservation.state].includes('recorded') &&
      reservation.state !== 'recorded'
    ) {
      const { state } = reservation;
      this.logger.warn({ message: 'nothing to record', handlingId, state, because });
    }
  }

  async withdrawn(event: Events['handling.withdrawn'], session: ClientSession): Promise<void> {
    const { handlingId: _id, accountId, licenceId, vehicleId } = event;
    const reservation = await this.reservations.find(_id, session);
    if (reservation) return this.release(reservation, session);
    const handling = { _id, accountId, licenceId, vehicleId };
    await this.reservations.save(tombstone(handling, this.books.terms()), session);
  }

  /**
   * A reservation of whose handling nothing was heard for a minute: its acceptance may have died half way. Violations knows; only what
   * came to nothing there is released, whatever the time that passed.
   */
  async settleForgotten(): Promise<void> {
    const before = new Date(Date.now() - FORGOTTEN_AFTER_MS);
    for (const handlingId of await this.reservations.undecided(before, FORGOTTEN_A_RUN)) {
      // One that cannot be settled now does not keep the others waiting.
      await this.settle(handlingId).catch((error: unknown) => {
        this.logger.warn({ message: 'not settled yet', handlingId, reason: String(error) });
      });
    }
  }

  private async settle(handlingId: string): Promise<void> {
    const asked = { handlingId };
    const { state } = await this.client.ask('handling.state', asked, { timeoutMs: ASK_TIMEOUT_MS });
    if (state === 'deciding') return;
    this.logger.warn({ message: 'a reservation was left undecided', handlingId, state });
    await this.transactions.run(async (session) => {
      const reservation = await this.known(handlingId, session);
      if (state === 'decided') await this.decisionHeard(reservation, session);
      else await this.release(reservation, session);
    });
  }

  private async release(reservation: ReservationState, session: ClientSession): Promise<void> {
    if (reservation.state !== 'reserved') return;
    const book = await this.books.reopen(reservation, session);
    await this.books.commit(release(reservation, book, this.books.terms()), book, session);
  }

  private async decisionHeard(
    reservation: ReservationState,
    session: ClientSession,
  ): Promise<void> {
    if (reservation.undecided) {
      await this.reservations.save(heard(reservation), session);
    }
  }

  /** Nothing is decided that was not reserved first: an event without its reservation is told to people, not tried again. */
  private async known(handlingId: string, session: ClientSession): Promise<ReservationState> {
    const reservation = await this.reservations.find(handlingId, session);
    if (!reservation) throw new RequestRefused({ code: 'RESERVATION_UNKNOWN', handlingId });
    return reservation;
  }
}

/** Nothing of a preview is written, so nobody needs to be named in it. */
function partiesOf(request: PreviewPoints, decidedAt: string): Parties {
  const { accountId, licenceId, licenceFirstIssuedOn, vehicleId, vehicleRegisteredOn } = request;
  const licence = { accountId, personKey: '', licenceId, licenceFirstIssuedOn };
  return { ...licence, vehicleId, vehicleRegisteredOn, decidedAt };
}

import type { ReservePoints, ReservationStatus } from '@demerit/contracts';
import { collection, findById, findByIds, save } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { askAgainAt } from './asking-again.rules';
import {
  reservationDocument,
  type ReservationDocument,
  type StoredReservation,
} from './reservations.types';

export const RESERVATIONS = collection('reservations', reservationDocument, [
  {
    name: 'ask_again',
    key: { askAgainAt: 1, createdAt: 1 },
    partialFilterExpression: { undecided: true },
  },
  { name: 'licence_decided', key: { licenceId: 1, decidedAt: 1 } },
  { name: 'vehicle_decided', key: { vehicleId: 1, decidedAt: 1 } },
]);

/** A reservation that waits to be asked for. */
export type Undecided = Pick<StoredReservation, '_id' | 'asks'>;

/** One document a handling, with the answer the ledger gave. */
@Injectable()
export class ReservationsStore {
  constructor(
    @InjectModel(RESERVATIONS.name) private readonly reservations: Model<StoredReservation>,
  ) {}

  async find(handlingId: string, session?: ClientSession): Promise<ReservationDocument | null> {
    return findById(this.reservations, handlingId, session);
  }

  async findAll(
    handlingIds: readonly string[],
    session?: ClientSession,
  ): Promise<ReservationDocument[]> {
    return findByIds(this.reservations, handlingIds, session);
  }

  async save(reservation: ReservationDocument, session: ClientSession): Promise<void> {
    // One that was read brings its own time along.
    const row: StoredReservation = { createdAt: new Date(), ...reservation };
    await save(this.reservations, row, session);
  }

  /** Handlings reserved before `before` of which violations has not said what became, and about which it may be asked again; oldest first. Real clock. */
  async undecided(before: Date, now: Date, limit: number): Promise<Undecided[]> {
    return this.reservations
      .find(
        { undecided: true, askAgainAt: { $not: { $gt: now } }, createdAt: { $lt: before } },
        { asks: 1 },
      )
      .sort({ askAgainAt: 1, createdAt: 1 })
      .limit(limit)
      .lean<Undecided[]>();
  }

  /** They were asked for now. No new version: no rule reads it, and a rule that writes at the same time may lose it. */
  async askLater(asked: readonly Undecided[], now: Date): Promise<void> {
    const writes = asked.map(({ _id, asks = 0 }) => ({
      updateOne: {
        filter: { _id, undecided: true },
        update: { $set: { asks: asks + 1, askAgainAt: askAgainAt(asks + 1, now) } },
      },
    }));
    await this.reservations.bulkWrite(writes, { ordered: false });
  }

  /** Handlings that take slots or points of this licence or this vehicle, decided since `since`. */
  async counted(
    { licenceId, vehicleId }: Pick<ReservePoints, 'licenceId' | 'vehicleId'>,
    since: Date,
  ): Promise<string[]> {
    const counts = {
      decidedAt: { $gte: since.toISOString() },
      state: { $in: ['reserved', 'recorded'] satisfies ReservationStatus[] },
    };
    const [ofLicence, ofVehicle] = await Promise.all(
      [{ licenceId }, { vehicleId }].map((side) =>
        this.reservations.find({ ...side, ...counts }, { _id: 1 }).lean<{ _id: string }[]>(),
      ),
    );
    const both = [...(ofLicence ?? []), ...(ofVehicle ?? [])];
    return [...new Set(both.map(({ _id }) => _id))];
  }

  /** How many handlings of each of these licences are decided and neither paid nor recorded; those without any are left out. */
  async decidedUnpaid(
    licenceIds: readonly string[],
    session?: ClientSession,
  ): Promise<Map<string, number>> {
    const rows = await this.reservations
      .find(
        { licenceId: { $in: licenceIds }, state: 'reserved' },
        { licenceId: 1, undecided: 1 },
        { session },
      )
      .lean<Pick<ReservationDocument, 'licenceId' | 'undecided'>[]>();
    const decided = rows.filter(({ undecided }) => !undecided);
    const byLicence = Map.groupBy(decided, ({ licenceId }) => licenceId);
    return new Map([...byLicence].map(([licenceId, { length }]) => [licenceId, length]));
  }
}

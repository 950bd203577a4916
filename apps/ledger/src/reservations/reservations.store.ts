import type { ReservePoints } from '@demerit/contracts';
import { saveVersion } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import { slotsSchema } from '../account/entries.store';
import type { ReservationDocument, ReservationStatus } from './reservations.types';

export interface ReservationRow extends ReservationDocument {
  /** Real clock: only the job that looks for forgotten reservations reads it. */
  createdAt: Date;
}

const reservationSchema = new Schema<ReservationRow>(
  {
    _id: { type: String, required: true },
    state: { type: String, required: true },
    accountId: { type: String, required: true },
    licenceId: { type: String, required: true },
    vehicleId: { type: String, required: true },
    ownVehicle: { type: Boolean, required: true },
    points: { type: Number, required: true },
    violationOccurredAt: { type: String, required: true },
    decidedAt: { type: String, required: true },
    slots: slotsSchema,
    reserveEntryId: String,
    recordEntryId: String,
    because: String,
    paidAt: String,
    refusal: Schema.Types.Mixed,
    undecided: { type: Boolean, required: true },
    revokedUnheard: Boolean,
    createdAt: { type: Date, required: true },
    version: { type: Number, required: true },
  },
  { collection: 'reservations', versionKey: false, minimize: false },
)
  .index({ createdAt: 1 }, { name: 'undecided', partialFilterExpression: { undecided: true } })
  .index({ licenceId: 1, decidedAt: 1 }, { name: 'licence_decided' })
  .index({ vehicleId: 1, decidedAt: 1 }, { name: 'vehicle_decided' });

export const RESERVATIONS = { name: 'reservations', schema: reservationSchema };

/** One document a handling, with the answer the ledger gave. */
@Injectable()
export class ReservationsStore {
  constructor(
    @InjectModel(RESERVATIONS.name) private readonly reservations: Model<ReservationRow>,
  ) {}

  async find(handlingId: string, session?: ClientSession): Promise<ReservationDocument | null> {
    return this.reservations.findById(handlingId, null, { session }).lean<ReservationDocument>();
  }

  async findAll(
    handlingIds: readonly string[],
    session?: ClientSession,
  ): Promise<ReservationDocument[]> {
    return this.reservations
      .find({ _id: { $in: handlingIds } }, null, { session })
      .lean<ReservationDocument[]>();
  }

  async save(reservation: ReservationDocument, session: ClientSession): Promise<void> {
    // One that was read brings its own time along.
    const row: ReservationRow = { createdAt: new Date(), ...reservation };
    await saveVersion(this.reservations, row, session);
  }

  /** Handlings reserved before `before` (real clock) of whose decision nothing was heard, oldest first. */
  async undecided(before: Date, limit: number): Promise<string[]> {
    const rows = await this.reservations
      .find({ undecided: true, createdAt: { $lt: before } }, { _id: 1 })
      .sort({ createdAt: 1 })
      .limit(limit)
      .lean<{ _id: string }[]>();
    return rows.map(({ _id }) => _id);
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

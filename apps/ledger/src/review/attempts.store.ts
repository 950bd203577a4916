import { insertOnce } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import type { AttemptDocument } from './review.types';

const attemptSchema = new Schema<AttemptDocument>(
  {
    _id: { type: String, required: true },
    accountId: { type: String, required: true },
    licenceId: { type: String, required: true },
    vehicleId: { type: String, required: true },
    ownVehicle: { type: Boolean, required: true },
    points: { type: Number, required: true },
    at: { type: String, required: true },
    exceeded: { type: [String], required: true },
    targetIds: { type: [String], required: true },
  },
  { collection: 'attempts', versionKey: false, minimize: false },
);

export const ATTEMPTS = { name: 'attempts', schema: attemptSchema };

/** Handlings that would have gone beyond a limit. */
@Injectable()
export class AttemptsStore {
  constructor(@InjectModel(ATTEMPTS.name) private readonly attempts: Model<AttemptDocument>) {}

  async add(attempt: AttemptDocument, session: ClientSession): Promise<void> {
    await insertOnce(this.attempts, [attempt], session);
  }
}

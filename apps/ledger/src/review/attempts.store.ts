import { collection, insertOnce } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { attemptDocument, type AttemptDocument } from './review.types';

export const ATTEMPTS = collection('attempts', attemptDocument);

/** Handlings that would have gone beyond a limit. */
@Injectable()
export class AttemptsStore {
  constructor(@InjectModel(ATTEMPTS.name) private readonly attempts: Model<AttemptDocument>) {}

  async find(handlingId: string): Promise<AttemptDocument | null> {
    return this.attempts.findById(handlingId).lean<AttemptDocument>();
  }

  async add(attempt: AttemptDocument, session: ClientSession): Promise<void> {
    await insertOnce(this.attempts, [attempt], session);
  }
}

import type { Provider } from '@demerit/contracts';
import { collection, save } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { reconciliationDocument, type ReconciliationDocument } from './reconciliation.types';

export const RECONCILIATIONS = collection('reconciliations', reconciliationDocument);

@Injectable()
export class ReconciliationStore {
  constructor(
    @InjectModel(RECONCILIATIONS.name) private readonly rows: Model<ReconciliationDocument>,
  ) {}

  async find(provider: Provider, session?: ClientSession): Promise<ReconciliationDocument | null> {
    return this.rows.findById(provider, null, { session }).lean<ReconciliationDocument>();
  }

  async save(row: ReconciliationDocument, session: ClientSession): Promise<ReconciliationDocument> {
    return save(this.rows, row, session);
  }
}

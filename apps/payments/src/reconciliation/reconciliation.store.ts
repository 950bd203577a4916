import type { Provider } from '@demerit/contracts';
import { saveVersion } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type ClientSession, type Model } from 'mongoose';
import type { ReconciliationRow } from './reconciliation.rules';

export const RECONCILIATIONS = {
  name: 'reconciliations',
  schema: new Schema<ReconciliationRow>(
    {
      _id: String,
      doneThrough: String,
      running: {
        type: new Schema({ day: String, after: String, compared: Number }, { _id: false }),
      },
      version: { type: Number, required: true },
    },
    { versionKey: false },
  ),
};

@Injectable()
export class ReconciliationStore {
  constructor(@InjectModel(RECONCILIATIONS.name) private readonly rows: Model<ReconciliationRow>) {}

  async find(provider: Provider, session?: ClientSession): Promise<ReconciliationRow | null> {
    return this.rows.findById(provider, null, { session }).lean<ReconciliationRow>();
  }

  async save(row: ReconciliationRow, session: ClientSession): Promise<void> {
    await saveVersion(this.rows, row, session);
  }
}

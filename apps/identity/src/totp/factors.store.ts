import { collection, findById, save } from '@demerit/messaging';
import { FieldCipher } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { factorDocument, SECRET_FIELD, type FactorDocument } from './factors.types';

export const FACTORS = collection('secondFactors', factorDocument);

@Injectable()
export class FactorsStore {
  constructor(
    @InjectModel(FACTORS.name) private readonly rows: Model<FactorDocument>,
    private readonly cipher: FieldCipher,
  ) {}

  async find(accountId: string, session?: ClientSession): Promise<FactorDocument | undefined> {
    return (await findById(this.rows, accountId, session)) ?? undefined;
  }

  async save(factor: FactorDocument, session: ClientSession): Promise<FactorDocument> {
    return save(this.rows, factor, session);
  }

  async remove(accountId: string, session: ClientSession): Promise<void> {
    await this.rows.deleteOne({ _id: accountId }, { session });
  }

  encrypted(secret: string): string {
    return this.cipher.encrypt(secret, SECRET_FIELD);
  }

  secretOf({ secret }: FactorDocument): string {
    return this.cipher.decrypt(secret, SECRET_FIELD);
  }
}

import { collection, findById, save } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { personDocument, type PersonDocument } from './account.types';

export const PEOPLE = collection('people', personDocument);

/** The standings of those who were on the key review list once; of anybody else there is none. */
@Injectable()
export class PeopleStore {
  constructor(@InjectModel(PEOPLE.name) private readonly people: Model<PersonDocument>) {}

  async find(accountId: string, session?: ClientSession): Promise<PersonDocument | null> {
    return findById(this.people, accountId, session);
  }

  async save(person: PersonDocument, session: ClientSession): Promise<void> {
    await save(this.people, person, session);
  }

  /** Those of them of whom there is a standing. */
  async idsAmong(accountIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.people
      .find({ _id: { $in: accountIds } }, { _id: 1 })
      .lean<{ _id: string }[]>();
    return new Set(rows.map(({ _id }) => _id));
  }

  /** All of them, for checking. */
  async all(): Promise<PersonDocument[]> {
    return this.people.find().lean<PersonDocument[]>();
  }
}

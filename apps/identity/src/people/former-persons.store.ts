import { closed, collection, field, insertOnce, t, type Static } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';

/** By what services knew whoever closed an account, so that what happened while they had it stays their own case. rules.md §1.own-case.formerly. */
const formerPersonDocument = closed({
  /** The account. */
  _id: t.String(),
  personKey: t.String(),
  /** For which organisations they acted, until when. */
  organisations: t.Array(closed({ key: t.String(), until: field.date })),
});
export type FormerPersonDocument = Static<typeof formerPersonDocument>;

export const FORMER_PERSONS = collection('formerPersons', formerPersonDocument, [
  { name: 'person', key: { personKey: 1 } },
]);

@Injectable()
export class FormerPersonsStore {
  constructor(
    @InjectModel(FORMER_PERSONS.name) private readonly rows: Model<FormerPersonDocument>,
  ) {}

  async add(row: FormerPersonDocument, session: ClientSession): Promise<void> {
    await insertOnce(this.rows, [row], session);
  }

  /** The accounts that a person closed. */
  async of(personKey: string | undefined): Promise<FormerPersonDocument[]> {
    if (personKey === undefined) return [];
    return this.rows.find({ personKey }).lean();
  }
}

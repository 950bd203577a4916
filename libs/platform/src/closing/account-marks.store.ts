import { accepted, checkStays } from '@demerit/contracts';
import { closed, collection, field, findById, save, t, type Static } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';

/** An account that began something here that stands against closing it, or that is being closed. */
const markDocument = closed({
  /** The account. */
  _id: t.String(),
  /** It is being closed, or is. */
  closing: t.Optional(t.Literal(true)),
  version: field.count,
});
export type MarkDocument = Static<typeof markDocument>;

export const ACCOUNT_MARKS = collection('accountMarks', markDocument);

/** Whether an account is being closed, kept where things begin that stand against it: of a closing and such a thing at one moment one sees the other. rules.md §1.closing.race */
@Injectable()
export class AccountMarks {
  constructor(@InjectModel(ACCOUNT_MARKS.name) private readonly rows: Model<MarkDocument>) {}

  /** Null: nothing ever began. */
  async find(accountId: string, session?: ClientSession): Promise<MarkDocument | null> {
    return findById(this.rows, accountId, session);
  }

  /** In the transaction in which something begins: it collides with the mark, or is refused by it. `read`: as it was before; the version tells whether it still is. */
  async touchOpen(
    accountId: string,
    session: ClientSession,
    read?: MarkDocument | null,
  ): Promise<void> {
    const stored = read === undefined ? await this.find(accountId, session) : read;
    const mark = stored ?? { _id: accountId, version: 0 };
    accepted(checkStays(mark.closing === true));
    await save(this.rows, mark, session);
  }

  /** From now on nothing begins; what began before is there to be seen when this returns. */
  async mark(accountId: string): Promise<void> {
    await this.rows.updateOne(
      { _id: accountId },
      { $set: { closing: true }, $inc: { version: 1 } },
      { upsert: true },
    );
  }

  /** The account stays. */
  async takeBack(accountId: string): Promise<void> {
    await this.rows.updateOne(
      { _id: accountId },
      { $unset: { closing: true }, $inc: { version: 1 } },
    );
  }
}

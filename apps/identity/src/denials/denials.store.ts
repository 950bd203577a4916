import { DENIED_FOR_MS, type DenialsPage } from '@demerit/contracts';
import { closed, collection, field, insertOnce, t, type Static } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';

/** A gateway that starts reads them all, so many at a time. */
const ROWS_A_PAGE = 1_000;

/** What gateways are to refuse until every access token that it is about has ended. */
const denialDocument = closed({
  /** The session, or the account. */
  _id: t.String(),
  /** Of an account: tokens made of this version of it, and of later ones, are good. */
  before: t.Optional(field.count),
  endsAt: field.date,
});
type DenialDocument = Static<typeof denialDocument>;

export const DENIALS = collection('denials', denialDocument, [
  { name: 'ttl', key: { endsAt: 1 }, expireAfterSeconds: 0 },
]);

@Injectable()
export class DenialsStore {
  constructor(@InjectModel(DENIALS.name) private readonly rows: Model<DenialDocument>) {}

  /** In the transaction in which they end. */
  async addSessions(sessionIds: readonly string[], session: ClientSession): Promise<void> {
    if (sessionIds.length === 0) return;
    const endsAt = endOfDenial();
    await insertOnce(
      this.rows,
      sessionIds.map((_id) => ({ _id, endsAt })),
      session,
    );
  }

  /** In the transaction that makes this version of the account. */
  async addAccount(accountId: string, before: number, session: ClientSession): Promise<void> {
    await this.rows.updateOne(
      { _id: accountId },
      { $set: { before, endsAt: endOfDenial() } },
      { upsert: true, session },
    );
  }

  /** Those that are alive, by id. */
  async list(after: string | undefined): Promise<DenialsPage> {
    const rest = after === undefined ? {} : { _id: { $gt: after } };
    const rows = await this.rows
      .find({ endsAt: { $gt: new Date() }, ...rest })
      .sort({ _id: 1 })
      .limit(ROWS_A_PAGE)
      .lean();
    const last = rows.length === ROWS_A_PAGE ? rows.at(-1) : undefined;
    return {
      denials: rows.map(({ _id: id, before, endsAt }) => ({
        id,
        ...(before !== undefined && { before }),
        endsAt: endsAt.toISOString(),
      })),
      ...(last && { after: last._id }),
    };
  }
}

function endOfDenial(): Date {
  return new Date(Date.now() + DENIED_FOR_MS);
}

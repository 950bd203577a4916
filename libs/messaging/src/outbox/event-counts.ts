import { Inject, Injectable } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { ClientSession, Collection, Connection } from 'mongoose';
import { checkChange } from '../documents/changes';
import { AS_CHECKED } from '../documents/check';
import { OUTBOX, type EventCount, type OutboxDocument } from './outbox';

type Row = Pick<OutboxDocument, '_id' | 'counts'>;

/** Nobody writes a published event any more, so that collecting collides with nothing. */
const TO_COLLECT = { 'counts.day': { $exists: true }, publishedAt: { $ne: null } };

/** What events count for, until somebody has collected it. */
@Injectable()
export class EventCounts {
  private readonly outbox: Collection<OutboxDocument>;

  constructor(@Inject(getConnectionToken()) connection: Connection) {
    this.outbox = connection.collection<OutboxDocument>(OUTBOX.name);
  }

  /** Of these days, what is not collected yet, published or not. */
  async uncollected(
    { from, to }: { from: string; to: string },
    session: ClientSession,
  ): Promise<EventCount[]> {
    const rows = await this.outbox
      .find<Row>({ 'counts.day': { $gte: from, $lte: to } }, { session, projection: { counts: 1 } })
      .toArray();
    return countsOf(rows);
  }

  async isAnyLeft(): Promise<boolean> {
    return (await this.outbox.findOne(TO_COLLECT, { projection: { _id: 1 } })) !== null;
  }

  /** Takes up to so many, each once: of two that take the same one loses. */
  async take(limit: number, session: ClientSession): Promise<EventCount[]> {
    const rows = await this.outbox
      .find<Row>(TO_COLLECT, { session, projection: { counts: 1 }, limit })
      .toArray();
    if (rows.length === 0) return [];
    const change = {
      filter: { _id: { $in: rows.map(({ _id }) => _id) } },
      update: { $unset: { counts: 1 as const } },
    };
    checkChange(OUTBOX, change);
    await this.outbox.updateMany(change.filter, change.update, { session, ...AS_CHECKED });
    return countsOf(rows);
  }
}

function countsOf(rows: readonly Row[]): EventCount[] {
  return rows.flatMap(({ counts }) => counts ?? []);
}

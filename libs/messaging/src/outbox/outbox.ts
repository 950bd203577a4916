import { Inject, Injectable } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { ClientSession, Connection } from 'mongoose';
import { v7 as uuidv7 } from 'uuid';
import { AS_CHECKED, checkDocument } from '../documents/check';
import { collection } from '../documents/collection';
import { closed, field, t, type Static } from '../documents/fields';
import { commandOf } from '../documents/unit';
import { currentRequestId } from '../message/request-context';
import { traceHeaders } from '../observe/tracing';

/** One event in the words of its map: `{type, key, seq, payload}`. */
export type OutboxEntry<Events> = {
  [T in keyof Events & string]: {
    type: T;
    /** The id of the aggregate that says it; events of one key arrive in order of `seq` (after dedupe). */
    key: string;
    /** The version of the aggregate after the change; unique with key and type. */
    seq: number;
    payload: Events[T];
  };
}[keyof Events & string];

const DAY_S = 24 * 3_600;

const outboxDocument = closed({
  /** UUID v7; travels as the message id, by which consumers recognise a duplicate. */
  _id: t.String(),
  key: t.String(),
  seq: field.count,
  type: t.String(),
  payload: field.shaped<object>(t.Object({}, { additionalProperties: true })),
  headers: closed({ requestId: t.Optional(t.String()), traceparent: t.Optional(t.String()) }),
  createdAt: field.date,
  publishedAt: field.orNull(field.date),
  /** Failed publishes so far. */
  attempts: field.count,
  /** What it counts for and on which day, until that was counted; absent: for nothing. */
  counts: t.Optional(
    closed({
      day: field.day,
      figures: field.shaped<Record<string, number>>(t.Record(t.String(), t.Integer())),
    }),
  ),
});
export type OutboxDocument = Static<typeof outboxDocument>;

export const OUTBOX = collection('outbox', outboxDocument, [
  { name: 'key_seq_type', key: { key: 1, seq: 1, type: 1 }, unique: true },
  { name: 'pending', key: { createdAt: 1 }, partialFilterExpression: { publishedAt: null } },
  { name: 'uncounted', key: { 'counts.day': 1 }, sparse: true },
  { name: 'published_ttl', key: { publishedAt: 1 }, expireAfterSeconds: 7 * DAY_S },
]);

/** What an event counts for, in figures of whatever name, and on which day. */
export type EventCount = NonNullable<OutboxDocument['counts']>;
/** Undefined: for nothing. */
type Counting = (event: { type: string; payload: object }) => EventCount | undefined;

/** Events leave a service only through here, so that a change and its event commit together or not at all. */
@Injectable()
export class Outbox<Events extends { [T in keyof Events]: object } = Record<string, object>> {
  private readonly writtenIn = new WeakSet<ClientSession>();
  private countOf: Counting = () => undefined;

  constructor(@Inject(getConnectionToken()) private readonly connection: Connection) {}

  /** What events count for is written with them, in one row: whoever counts collects it later, and nothing is written twice. */
  countBy(counting: Counting): void {
    this.countOf = counting;
  }

  /**
   * Writes one or more events in the caller's transaction. A second event of the same key, seq and type
   * is a duplicate key (11000) and ends the transaction.
   */
  async add(
    session: ClientSession,
    entries: OutboxEntry<Events> | OutboxEntry<Events>[],
  ): Promise<void> {
    const requestId = currentRequestId();
    const headers = { ...(requestId !== undefined && { requestId }), ...traceHeaders() };
    const rows = [entries].flat().map((entry) => {
      const counts = this.countOf(entry);
      return { ...outboxRow(entry, headers, new Date()), ...(counts && { counts }) };
    });
    if (rows.length === 0) return;
    for (const row of rows) checkDocument(OUTBOX, row);
    const command = commandOf(session);
    if (command) {
      for (const row of rows) command.write(OUTBOX.name, row, null);
      return;
    }
    await this.connection
      .collection<OutboxDocument>(OUTBOX.name)
      .insertMany(rows, { session, ...AS_CHECKED });
    this.writtenIn.add(session);
  }

  /** Whether this session's transaction has something for the relay. */
  wasWrittenIn(session: ClientSession): boolean {
    return this.writtenIn.has(session);
  }
}

function outboxRow(
  entry: { type: string; key: string; seq: number; payload: object },
  headers: OutboxDocument['headers'],
  now: Date,
): OutboxDocument {
  return {
    _id: uuidv7(),
    key: entry.key,
    seq: entry.seq,
    type: entry.type,
    // Exactly what JSON will carry: BSON would turn an undefined field into null.
    payload: JSON.parse(JSON.stringify(entry.payload)) as object,
    headers,
    createdAt: now,
    publishedAt: null,
    attempts: 0,
  };
}

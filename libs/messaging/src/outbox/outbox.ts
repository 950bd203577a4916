import { Inject, Injectable } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { ClientSession, Connection } from 'mongoose';
import { v7 as uuidv7 } from 'uuid';
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

/** A row of the collection `outbox`. */
export interface OutboxRow {
  /** UUID v7; travels as the message id, by which consumers know a duplicate. */
  _id: string;
  key: string;
  seq: number;
  type: string;
  payload: object;
  headers: { requestId?: string; traceparent?: string };
  createdAt: Date;
  publishedAt: Date | null;
  /** Failed publishes so far. */
  attempts: number;
}

/** Events leave a service only through here, so that a change and its event commit together or not at all. */
@Injectable()
export class Outbox<Events extends { [T in keyof Events]: object } = Record<string, object>> {
  private readonly writtenIn = new WeakSet<ClientSession>();

  constructor(@Inject(getConnectionToken()) private readonly connection: Connection) {}

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
    const rows = [entries].flat().map((entry) => outboxRow(entry, headers, new Date()));
    if (rows.length === 0) return;
    await this.connection.collection<OutboxRow>('outbox').insertMany(rows, { session });
    this.writtenIn.add(session);
  }

  /** Whether this session's transaction has something for the relay. */
  wasWrittenIn(session: ClientSession): boolean {
    return this.writtenIn.has(session);
  }
}

function outboxRow(
  entry: { type: string; key: string; seq: number; payload: object },
  headers: OutboxRow['headers'],
  now: Date,
): OutboxRow {
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

import type { OutboxDocument } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import type { Document, Filter } from 'mongodb';
import { Databases, KEEPERS, type Keeper } from '../stores/databases';
import type {
  AttemptRow,
  CycleRow,
  EntryRow,
  HandlingRow,
  HandlingTrace,
  Message,
  OrderRow,
  PartyRow,
  PaymentRow,
  ReservationRow,
  ViolationRow,
} from './explanation.types';

type Row<Body> = Omit<Body, '_id'> & { _id: string };
interface InboxDocument {
  _id: string;
  at: Date;
}

/** A week of events without a fitting index is looked through for an explanation; longer than this it is not worth the load. */
const SEARCH_TIMEOUT_MS = 20_000;

/** Follows a handling or a request through the services' databases; reads only. */
@Injectable()
export class Traces {
  constructor(private readonly databases: Databases) {}

  /** Undefined when no handling has the id. */
  async ofHandling(handlingId: string): Promise<HandlingTrace | undefined> {
    const handling = await this.find<HandlingRow>('violations', 'handlings', handlingId);
    if (handling === null) return undefined;
    const { violationId, licenceId, vehicleId, orderId } = handling;
    const reservation = await this.find<ReservationRow>('ledger', 'reservations', handlingId);
    const { slots } = reservation ?? {};
    const cycle = (id: string | undefined) =>
      id === undefined ? null : this.find<CycleRow>('ledger', 'cycles', id);
    return {
      handling,
      reservation,
      violation: await this.find<ViolationRow>('violations', 'violations', violationId),
      attempt: await this.find<AttemptRow>('ledger', 'attempts', handlingId),
      entries: await this.list<EntryRow>('ledger', 'entries', { causeId: handlingId }),
      licence: await this.find<PartyRow>('ledger', 'licences', licenceId),
      vehicle: await this.find<PartyRow>('ledger', 'vehicles', vehicleId),
      licenceCycle: await cycle(slots && `L:${licenceId}:${slots.licenceCycle}`),
      vehicleCycle: await cycle(slots && `V:${vehicleId}:${slots.vehicleCycle}`),
      order: orderId === null ? null : await this.find<OrderRow>('payments', 'orders', orderId),
      payments:
        orderId === null ? [] : await this.list<PaymentRow>('payments', 'payments', { orderId }),
      messages: await this.messages({
        $or: [{ key: handlingId }, { 'payload.handlingId': handlingId }],
      }),
    };
  }

  /** What was said because of one request, with the handlings it was about. */
  async ofRequest(requestId: string): Promise<{ messages: Message[]; handlingIds: string[] }> {
    const messages = await this.messages({ 'headers.requestId': requestId });
    const ids = messages.map(({ key }) => key).filter((key) => key.startsWith('hnd_'));
    return { messages, handlingIds: [...new Set(ids)] };
  }

  /** In the order in which they were written. */
  private async messages(filter: Filter<OutboxDocument>): Promise<Message[]> {
    const keepers = KEEPERS.filter((service) => service !== 'payment-sandbox');
    const said = await Promise.all(keepers.map((service) => this.saidBy(service, filter)));
    const messages = said.flat().sort((one, other) => one.at.getTime() - other.at.getTime());
    for (const service of keepers) await this.markApplied(service, messages);
    return messages;
  }

  private async saidBy(service: Keeper, filter: Filter<OutboxDocument>): Promise<Message[]> {
    const outbox = (await this.databases.of(service)).collection<OutboxDocument>('outbox');
    const rows = await outbox.find(filter, { maxTimeMS: SEARCH_TIMEOUT_MS }).toArray();
    return rows.map(({ _id, type, key, headers, createdAt, publishedAt, attempts }) => ({
      messageId: _id,
      said: service,
      type,
      key,
      ...(headers.requestId !== undefined && { requestId: headers.requestId }),
      at: createdAt,
      publishedAt,
      attempts,
      applied: [],
    }));
  }

  private async markApplied(service: Keeper, messages: Message[]): Promise<void> {
    const inbox = (await this.databases.of(service)).collection<InboxDocument>('inbox');
    const marks = messages.map(({ messageId }) => `${service}:${messageId}`);
    for (const { _id, at } of await inbox.find({ _id: { $in: marks } }).toArray()) {
      const message = messages.find(({ messageId }) => _id === `${service}:${messageId}`);
      message?.applied.push({ by: service, at });
    }
  }

  private async find<Body extends Document>(
    service: Keeper,
    collection: string,
    id: string,
  ): Promise<Row<Body> | null> {
    const rows = await this.list<Body>(service, collection, { _id: id });
    return rows[0] ?? null;
  }

  private async list<Body extends Document>(
    service: Keeper,
    collection: string,
    filter: Record<string, string>,
  ): Promise<Row<Body>[]> {
    const database = await this.databases.of(service);
    const byId = { _id: 1 } as const;
    return database
      .collection(collection)
      .find<Row<Body>>(filter as Filter<Document>)
      .sort(byId)
      .toArray();
  }
}

import type { MessageContext } from '@demerit/messaging';
import { Injectable, type MessageEvent, type OnModuleDestroy } from '@nestjs/common';
import { filter, from, ignoreElements, endWith, map, merge, Subject, type Observable } from 'rxjs';

/** How many events are kept for those who come back; older ones are found with ordinary requests. */
const KEPT = 1_000;
/** Of what is in an event, what a person sees: ids and facts, no keys of people and no bookkeeping. */
const HIDDEN = new Set(['personKey', 'ownerPersonKey', 'version']);

interface Told {
  id: string;
  type: string;
  accountId: unknown;
  data: Record<string, unknown>;
}

/**
 * Hands each event on to the person it is about (`accountId`) while they listen. Only the last ones are kept, in memory: what nobody was
 * here to hear stands in what it changed. With several gateways each hears only its share, so a listener must ask again now and then.
 */
@Injectable()
export class EventStream implements OnModuleDestroy {
  /** By id, in the order of arrival. */
  private readonly told = new Map<string, Told>();
  private readonly news = new Subject<Told>();
  /** Emits once when the process ends: a connection that stays open would hold it up. */
  readonly ended: Observable<unknown> = this.news.pipe(ignoreElements(), endWith(null));

  tell({ messageId, type }: MessageContext, payload: object): void {
    if (!('accountId' in payload) || this.told.has(messageId)) return;
    const fields: [string, unknown][] = Object.entries(payload);
    const data = Object.fromEntries(fields.filter(([name]) => !HIDDEN.has(name)));
    const event = { id: messageId, type, accountId: payload.accountId, data };
    this.told.set(messageId, event);
    const [oldest] = this.told.keys();
    if (this.told.size > KEPT && oldest !== undefined) this.told.delete(oldest);
    this.news.next(event);
  }

  /** What names the account from now on; before that, what came after the event `lastEventId`, if that is still known. */
  of(accountId: string, lastEventId?: string): Observable<MessageEvent> {
    const known = [...this.told.values()];
    const last = known.findIndex(({ id }) => id === lastEventId);
    const missed = last === -1 ? [] : known.slice(last + 1);
    return merge(from(missed), this.news).pipe(
      filter((event) => event.accountId === accountId),
      map(({ id, type, data }) => ({ id, type, data })),
    );
  }

  onModuleDestroy(): void {
    this.news.complete();
  }
}

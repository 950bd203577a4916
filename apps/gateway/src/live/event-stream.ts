import { EventLog, type LoggedEvent } from '@demerit/messaging';
import {
  Injectable,
  type MessageEvent,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { filter, from, ignoreElements, endWith, map, merge, Subject, type Observable } from 'rxjs';

/** How many events are kept for those who come back, at less than 1 KB each; older ones are found with ordinary requests. */
const KEPT = 20_000;
/** Of what is in an event, what a person sees: ids and facts, no keys of people and no bookkeeping. */
const HIDDEN = new Set(['personKey', 'ownerPersonKey', 'version']);

interface Told {
  offset: number;
  type: string;
  accountId: unknown;
  data: Record<string, unknown>;
}

/**
 * Hands each event on to the person it is about (`accountId`) while they listen. Events are named by their place in the event log, which
 * every gateway reads, so that whoever comes back to any of them, or to one that has just started, goes on where they were.
 */
@Injectable()
export class EventStream implements OnApplicationBootstrap, OnModuleDestroy {
  /** By message id, in the order of the log. */
  private readonly told = new Map<string, Told>();
  private readonly news = new Subject<Told>();
  private newest = -1;
  /** Emits once when the process ends: a connection that stays open would hold it up. */
  readonly ended: Observable<unknown> = this.news.pipe(ignoreElements(), endWith(null));

  constructor(private readonly log: EventLog) {}

  onApplicationBootstrap(): void {
    this.log.follow((event) => this.tell(event));
  }

  /** Resolves when it is known what those have missed who come back; soon after the start. */
  ready(): Promise<void> {
    return this.log.caughtUp();
  }

  tell({ offset, messageId, type, payload }: LoggedEvent): void {
    this.newest = offset;
    if (typeof payload !== 'object' || payload === null || !('accountId' in payload)) return;
    if (this.told.has(messageId)) return;
    const fields: [string, unknown][] = Object.entries(payload);
    const data = Object.fromEntries(fields.filter(([name]) => !HIDDEN.has(name)));
    const event = { offset, type, accountId: payload.accountId, data };
    this.told.set(messageId, event);
    const [oldest] = this.told.keys();
    if (this.told.size > KEPT && oldest !== undefined) this.told.delete(oldest);
    this.news.next(event);
  }

  /** What names the account from now on; before that, what came after the event `lastEventId`. */
  of(accountId: string, lastEventId?: string): Observable<MessageEvent> {
    return merge(from(this.since(lastEventId)), this.news).pipe(
      filter((event) => event.accountId === accountId),
      map(({ offset, type, data }) => ({ id: String(offset), type, data })),
    );
  }

  /** A line that says nothing but up to where everything was told: who breaks off after it goes on from there. */
  signOfLife(): MessageEvent {
    const id = this.newest < 0 ? {} : { id: String(this.newest) };
    return { ...id, comment: 'still here' };
  }

  onModuleDestroy(): void {
    this.news.complete();
  }

  /** Nothing for an id that the log has not come to: it is of another log. */
  private since(lastEventId: string | undefined): Told[] {
    if (lastEventId === undefined || !/^\d{1,15}$/.test(lastEventId)) return [];
    const last = Number(lastEventId);
    if (last > this.newest) return [];
    return [...this.told.values()].filter(({ offset }) => offset > last);
  }
}

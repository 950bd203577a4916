import type { PeopleNotified, PersonNotified } from '@demerit/contracts';
import { EventLog, type LoggedEvent } from '@demerit/messaging';
import {
  Injectable,
  type MessageEvent,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { endWith, Observable, Subject, type Subscriber } from 'rxjs';
import { asRead } from '../http/responses/as-read';

/** How many events are kept for those who come back, at less than 1 KB each; older ones are found with ordinary requests. */
const KEPT = 20_000;
/** The part that stands for all of an event. */
const WHOLE = Infinity;
/** Of what is in an event, what a person sees: ids and facts, no keys of people and no bookkeeping. */
const HIDDEN = new Set(['personKey', 'ownerKey', 'version']);

/** What one account is told. One event may tell several people, and one of them several things. */
interface Push {
  accountId: string;
  type: string;
  data: object;
}

interface AccountEvent {
  place: Place;
  accountId: string;
  message: MessageEvent;
}

/** Where in the log, and which of the things that the event there tells; the last of them stands for the whole event. */
interface Place {
  offset: number;
  part: number;
}

/** What belongs to one account: its events that are kept, in the order of the log, and its open streams. */
interface Channel {
  events: AccountEvent[];
  streams: Set<Subscriber<MessageEvent>>;
}

/**
 * Hands each event on to the person it is about (`accountId`), and to those who are notified of it (`people.notified`), while they listen.
 * Events are named by their place in the event log, which every gateway reads, so that whoever comes back to any of them, or to one that has
 * just started, goes on where they were.
 */
@Injectable()
export class EventStream implements OnApplicationBootstrap, OnModuleDestroy {
  /** By message id and part, in the order of the log. */
  private readonly kept = new Map<string, AccountEvent>();
  /** By account, so that an event costs the same however many other people listen; an account without events and streams has none. */
  private readonly channels = new Map<string, Channel>();
  private newest = -1;
  private readonly end = new Subject<never>();
  /** Emits once when the process ends: a connection that stays open would hold it up. */
  readonly ended: Observable<unknown> = this.end.pipe(endWith(null));

  constructor(private readonly log: EventLog) {}

  onApplicationBootstrap(): void {
    this.log.follow((event) => this.publish(event));
  }

  /** Resolves, soon after the start, when the events that returning listeners have missed have been read. */
  ready(): Promise<void> {
    return this.log.caughtUp();
  }

  publish(event: LoggedEvent): void {
    const { offset, messageId } = event;
    this.newest = offset;
    const parts = pushedBy(event);
    for (const [index, one] of parts.entries()) {
      const part = index === parts.length - 1 ? WHOLE : index;
      this.tell(one, { offset, part }, `${messageId}/${index}`);
    }
  }

  private tell({ accountId, type, data }: Push, place: Place, key: string): void {
    if (this.kept.has(key)) return;
    const message = { id: idOf(place), type, data };
    const event = { place, accountId, message };
    const channel = this.channelOf(accountId);
    this.kept.set(key, event);
    channel.events.push(event);
    for (const stream of channel.streams) stream.next(message);
    this.forgetOldest();
  }

  /** What names the account from now on; before that, what came after the event `lastEventId`. */
  of(accountId: string, lastEventId?: string): Observable<MessageEvent> {
    return new Observable((stream) => {
      const channel = this.channelOf(accountId);
      for (const { message } of this.missedIn(channel, lastEventId)) stream.next(message);
      channel.streams.add(stream);
      return () => {
        channel.streams.delete(stream);
        this.closeIfUnused(accountId, channel);
      };
    });
  }

  /** A line that says nothing but up to where everything was sent: who breaks off after it goes on from there. */
  signOfLife(): MessageEvent {
    const id = this.newest < 0 ? {} : { id: String(this.newest) };
    return { ...id, comment: 'still here' };
  }

  onModuleDestroy(): void {
    this.end.complete();
  }

  /** Nothing for an id that the log has not come to: it is of another log. */
  private missedIn({ events }: Channel, lastEventId: string | undefined): AccountEvent[] {
    const last = placeIn(lastEventId);
    if (last === undefined || last.offset > this.newest) return [];
    return events.filter(({ place: { offset, part } }) =>
      offset === last.offset ? part > last.part : offset > last.offset,
    );
  }

  private channelOf(accountId: string): Channel {
    const open = this.channels.get(accountId);
    if (open) return open;
    const channel: Channel = { events: [], streams: new Set() };
    this.channels.set(accountId, channel);
    return channel;
  }

  /** The oldest event of all is also the oldest of its account. */
  private forgetOldest(): void {
    const [oldest] = this.kept;
    if (this.kept.size <= KEPT || oldest === undefined) return;
    const [key, { accountId }] = oldest;
    const channel = this.channelOf(accountId);
    this.kept.delete(key);
    channel.events.shift();
    this.closeIfUnused(accountId, channel);
  }

  private closeIfUnused(accountId: string, { events, streams }: Channel): void {
    if (events.length === 0 && streams.size === 0) this.channels.delete(accountId);
  }
}

function idOf({ offset, part }: Place): string {
  return part === WHOLE ? String(offset) : `${offset}.${part}`;
}

function placeIn(id: string | undefined): Place | undefined {
  const [, offset, part] = /^(\d{1,15})(?:\.(\d{1,3}))?$/.exec(id ?? '') ?? [];
  if (offset === undefined) return undefined;
  return { offset: Number(offset), part: part === undefined ? WHOLE : Number(part) };
}

/** Whom an event tells what: the account that it is about, or those who are notified of another one. */
function pushedBy({ type, payload }: LoggedEvent): Push[] {
  if (type === 'people.notified') return (payload as PeopleNotified).people.map(noticeTo);
  if (!isAboutAnAccount(payload)) return [];
  return [{ accountId: payload.accountId, type, data: visibleIn(payload) }];
}

/** Under the name of what they are notified of, with what it is about. */
function noticeTo({ accountId, event: type, about, ...notice }: PersonNotified): Push {
  return { accountId, type, data: visibleIn({ ...about, ...notice }) };
}

function isAboutAnAccount(payload: unknown): payload is { accountId: string } {
  if (typeof payload !== 'object' || payload === null) return false;
  return 'accountId' in payload && typeof payload.accountId === 'string';
}

function visibleIn(payload: object): object {
  const shown = Object.entries(payload).filter(([name]) => !HIDDEN.has(name));
  return asRead(Object.fromEntries(shown)) as object;
}

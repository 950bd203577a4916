import { setTimeout as pause } from 'node:timers/promises';
import { DENIED_FOR_MS, type Denial, type Events, type Requests } from '@demerit/contracts';
import {
  Broadcast,
  MessagingClient,
  runInRequestContext,
  ServiceUnavailable,
} from '@demerit/messaging';
import { newId } from '@demerit/platform';
import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Observable } from 'rxjs';
import { DenyList, type Shown } from './deny-list';

const ASK_TIMEOUT_MS = 2_000;
const ASK_AGAIN_MS = 250;
/** For so long after the start a request waits for what is denied. */
const PATIENCE_MS = 2_000;

const TYPES = ['session.ended', 'account.roles-changed', 'account.closing'] as const;
/** As it is when it is well formed. */
type Said = Partial<Events['session.ended'] & Events['account.roles-changed']> | null;

/**
 * Which access tokens are refused before they end. Each gateway hears of them as they are denied, and asks identity for all that are alive at
 * its start and after every interruption; while it cannot ask it keeps what it has. No request asks anybody.
 */
@Injectable()
export class Denials implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly list = new DenyList();
  private readonly first = Promise.withResolvers<boolean>();
  private readonly stopping = new AbortController();
  /** Raised when listening begins or ends, so that an answer to an earlier question does not count. */
  private turn = 0;
  private hasAll = false;
  private hadAll = false;

  constructor(
    private readonly broadcast: Broadcast,
    private readonly client: MessagingClient<Requests>,
  ) {}

  onApplicationBootstrap(): void {
    this.broadcast.listen({
      types: TYPES,
      hear: ({ type, payload }) => this.take(denialsIn(type, payload as Said)),
      opened: () => void runInRequestContext({ requestId: newId('deny') }, () => this.askForAll()),
      lost: () => this.lost(),
    });
  }

  onApplicationShutdown(): void {
    this.stopping.abort();
  }

  /** Whether nothing is missing: what was denied before it listened, and what is denied now. */
  get areComplete(): boolean {
    return this.hasAll;
  }

  /** Whether a token is refused. Throws ServiceUnavailable until it is known for the first time. */
  async deny(shown: Shown): Promise<boolean> {
    if (!this.hadAll) {
      const waited = pause(PATIENCE_MS, false, { ref: false });
      const isThere = await Promise.race([this.first.promise, waited]);
      if (!isThere) throw new ServiceUnavailable('identity', 'it has not said what is denied');
    }
    return this.list.denies(shown);
  }

  /** The same without waiting; undefined until it is known for the first time. */
  isDenied(shown: Shown): boolean | undefined {
    return this.hadAll ? this.list.denies(shown) : undefined;
  }

  /** Emits when the token is refused, at once if it is already. */
  of(shown: Shown): Observable<void> {
    return new Observable((watcher) => this.list.watch(shown, () => watcher.next()));
  }

  /** Takes over what identity says. */
  take(denials: readonly Denial[]): void {
    for (const denial of denials) this.list.add(denial, Date.now());
  }

  /** As when identity has said the last of it. */
  complete(): void {
    this.hasAll = true;
    this.hadAll = true;
    this.first.resolve(true);
  }

  private lost(): void {
    this.turn += 1;
    this.hasAll = false;
  }

  /** Until it is answered, or listening ends and begins anew. */
  private async askForAll(): Promise<void> {
    const turn = (this.turn += 1);
    const { signal } = this.stopping;
    while (turn === this.turn && !signal.aborted) {
      try {
        await this.readAll();
        if (turn === this.turn) this.complete();
        return;
      } catch {
        await pause(ASK_AGAIN_MS, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }

  private async readAll(): Promise<void> {
    let after: string | undefined;
    do {
      const page = await this.client.ask(
        'denial.list',
        { ...(after !== undefined && { after }) },
        { timeoutMs: ASK_TIMEOUT_MS },
      );
      this.take(page.denials);
      after = page.after;
    } while (after !== undefined);
  }
}

/** Counted from when it is heard, which is no earlier than when it was denied. Nothing in what is not well formed. */
function denialsIn(type: string, said: Said): Denial[] {
  const { sessionId, accountId, version: before } = said ?? {};
  const endsAt = new Date(Date.now() + DENIED_FOR_MS).toISOString();
  if (type === 'session.ended') return sessionId === undefined ? [] : [{ id: sessionId, endsAt }];
  if (accountId === undefined || before === undefined) return [];
  return [{ id: accountId, before, endsAt }];
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Requests } from '@demerit/contracts';
import { MessagingClient, runInRequestContext, ServiceUnavailable } from '@demerit/messaging';
import { newId } from '@demerit/platform';
import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** Every request with an unknown key waits for this one. */
const KEYS_TIMEOUT_MS = 2_000;
/** An unknown key id makes the gateway ask identity again at most this often, whoever sends how many. */
const ASK_EVERY_MS = 1_000;

/** The public keys that access tokens are signed with: asked of identity, kept while it is away. */
@Injectable()
export class Keys implements OnApplicationBootstrap, OnApplicationShutdown {
  private current: { jwks: JSONWebKeySet; find: JWTVerifyGetKey } | undefined;
  private taken = 0;
  private asking: Promise<void> | undefined;
  private askedAtMs = -Infinity;
  private readonly stopping = new AbortController();

  constructor(private readonly client: MessagingClient<Requests>) {}

  onApplicationBootstrap(): void {
    void runInRequestContext({ requestId: newId('keys') }, () => this.askUntilAnswered());
  }

  onApplicationShutdown(): void {
    this.stopping.abort();
  }

  /** What `/.well-known/jwks.json` shows. Throws ServiceUnavailable while there is none yet. */
  async jwks(): Promise<JSONWebKeySet> {
    return (this.current ?? (await this.refreshed())).jwks;
  }

  /** For `jwtVerify`. Throws ServiceUnavailable while it cannot be known whether the key is good, so that nobody is sent to log in again. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const current = this.current ?? (await this.refreshed());
    try {
      return await current.find(header, token);
    } catch (error) {
      const isRecent = performance.now() - this.askedAtMs < ASK_EVERY_MS;
      if (!(error instanceof errors.JWKSNoMatchingKey) || (isRecent && !this.asking)) throw error;
      return (await this.refreshed()).find(header, token);
    }
  };

  /** Another number for other keys: what was checked by those before is to be checked again. */
  get generation(): number {
    return this.taken;
  }

  /** Takes keys over from identity's answer. */
  take(jwks: JSONWebKeySet): void {
    this.taken += 1;
    this.current = { jwks, find: createLocalJWKSet(jwks) };
  }

  private async refreshed(): Promise<NonNullable<typeof this.current>> {
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    await this.asking;
    if (!this.current) throw new ServiceUnavailable('identity', 'it has no keys yet');
    return this.current;
  }

  private async ask(): Promise<void> {
    const { keys } = await this.client.ask('jwks.get', {}, { timeoutMs: KEYS_TIMEOUT_MS });
    this.askedAtMs = performance.now();
    if (keys.length > 0) this.take({ keys });
  }

  private async askUntilAnswered(): Promise<void> {
    while (!this.current && !this.stopping.signal.aborted) {
      await this.refreshed().catch(() =>
        pause(ASK_EVERY_MS, undefined, { signal: this.stopping.signal, ref: false }).catch(
          () => undefined,
        ),
      );
    }
  }
}

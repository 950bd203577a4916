import { refuse, type AdvanceClock, type ClockState, type Events } from '@demerit/contracts';
import { Idempotency, Outbox } from '@demerit/messaging';
import { Database, DomainClock, Jobs, ServiceConfig } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { ClockStore } from './clock.store';

/** Another replica may have moved the clock. */
const REFRESH_MS = 5_000;

/** Keeps the sandbox's offset of the domain clock for everyone. rules.md §8. */
@Injectable()
export class ClockService {
  constructor(
    private readonly store: ClockStore,
    private readonly config: ServiceConfig,
    private readonly clock: DomainClock,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox<Events>,
    database: Database,
    jobs: Jobs,
  ) {
    database.beforeFirstMessage(async () => {
      await this.store.prepare();
      await this.get();
    });
    if (config.sandbox) {
      jobs.every('read the clock', REFRESH_MS, async () => {
        await this.get();
      });
    }
  }

  /** As it is stored, which may be newer than what this process read last. */
  async get(): Promise<ClockState> {
    const { offsetMs, version } = await this.store.read();
    return this.clock.setOffset(offsetMs, version);
  }

  async advance({ idempotency, body }: AdvanceClock): Promise<ClockState> {
    if (!this.config.sandbox) throw refuse('ROUTE_NOT_FOUND');
    const moved = await this.idempotency.run(idempotency, async (session) => {
      const before = await this.store.read(session);
      const after = await this.store.move(before, body.advanceSeconds * 1000, session);
      await this.outbox.add(session, {
        type: 'clock.moved',
        key: 'clock',
        seq: after.version,
        payload: after,
      });
      return after;
    });
    this.clock.setOffset(moved.offsetMs, moved.version);
    return moved;
  }
}

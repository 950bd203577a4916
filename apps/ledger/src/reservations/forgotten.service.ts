import type { HandlingState } from '@demerit/contracts';
import { Transactions } from '@demerit/messaging';
import { Jobs } from '@demerit/platform';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { Handlings } from './handlings';
import { ReservationsService } from './reservations.service';
import { ReservationsStore } from './reservations.store';

const FORGOTTEN_AFTER_MS = 60_000;
const EVERY_MS = 15_000;
const ASKED_AT_ONCE = 100;
/** A run ends after this, and the next one goes on. */
const RUN_MS = 10_000;

/**
 * Reservations of whose handling no event came for a minute: its acceptance may have died half way. Violations knows; only what came to
 * nothing there is released, whatever the time that passed. What cannot be settled yet is asked for again later and later, so that it
 * keeps nobody behind it waiting.
 */
@Injectable()
export class ForgottenService implements OnModuleInit {
  private readonly logger = new Logger(ForgottenService.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly store: ReservationsStore,
    private readonly reservations: ReservationsService,
    private readonly handlings: Handlings,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.every('forgotten reservations', EVERY_MS, () => this.run());
  }

  async run(): Promise<void> {
    const until = performance.now() + RUN_MS;
    while (performance.now() < until) {
      const now = new Date();
      const reservedBefore = new Date(now.getTime() - FORGOTTEN_AFTER_MS);
      const due = await this.store.undecided(reservedBefore, now, ASKED_AT_ONCE);
      if (due.length === 0) return;
      const states = await this.handlings.statesOf(due.map(({ _id }) => _id));
      // Before anything is settled, so that the next look goes on behind these whatever becomes of them.
      await this.store.askLater(due, now);
      for (const { handlingId, state } of states) {
        if (state !== 'deciding') await this.settle(handlingId, state);
      }
    }
  }

  private async settle(handlingId: string, state: HandlingState): Promise<void> {
    this.logger.warn({ msg: 'a reservation was left undecided', handlingId, state });
    try {
      const follow = (session: ClientSession): Promise<void> =>
        this.reservations.follow(handlingId, state, session);
      await this.transactions.run(follow);
    } catch (error) {
      this.logger.warn({ msg: 'not settled yet', handlingId, reason: String(error) });
    }
  }
}

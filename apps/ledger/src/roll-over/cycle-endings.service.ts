import { shanghaiDay, type Events } from '@demerit/contracts';
import { Lease, Outbox, Transactions } from '@demerit/messaging';
import { Jobs } from '@demerit/platform';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { ClientSession, Connection } from 'mongoose';
import { CurrentTerms } from '../account/terms';
import { announceEnding, lastAnnouncedOn } from './cycle-endings.rules';
import { AFTER_ALL_OF, LicencesStore } from '../account/licences.store';
import { ReservationsStore } from '../reservations/reservations.store';

/** Licences looked at in one go. */
const BATCH = 500;
const EVERY_MS = 60_000;
const LEASE_MS = 15_000;

/**
 * Announces each cycle that ends in 30 days or less while fines are unpaid (rules.md §7). Looks through the licences in question
 * once a Shanghai day. A licence carries the note that it was announced, so that neither a second replica nor a second look announces it again; the
 * lease only spares the second replica the work.
 */
@Injectable()
export class CycleEndingsService implements OnModuleInit {
  private readonly logger = new Logger(CycleEndingsService.name);
  private readonly lease: Lease;
  private lookedOn: string | undefined;

  constructor(
    @Inject(getConnectionToken()) connection: Connection,
    private readonly transactions: Transactions,
    private readonly licences: LicencesStore,
    private readonly reservations: ReservationsStore,
    private readonly outbox: Outbox<Events>,
    private readonly terms: CurrentTerms,
    private readonly jobs: Jobs,
  ) {
    this.lease = new Lease(connection, 'cycle-endings', LEASE_MS);
  }

  onModuleInit(): void {
    this.jobs.every('cycle endings', EVERY_MS, () => this.run());
  }

  /** Cycles have begun since: among them may be some that end soon. */
  lookAgain(): void {
    this.lookedOn = undefined;
  }

  async run(): Promise<void> {
    const { now } = this.terms.get();
    const today = shanghaiDay(now);
    if (this.lookedOn === today) return;
    this.lookedOn = today;
    let isDone = false;
    try {
      isDone = await this.lookThrough(now);
    } finally {
      if (!isDone) this.lookAgain();
    }
  }

  /** Whether it came to the end: not where another replica is at it, or took over. */
  private async lookThrough(now: Date): Promise<boolean> {
    const after = { cycleEndsBefore: shanghaiDay(now), _id: AFTER_ALL_OF };
    let announced = 0;
    for await (const batch of this.licences.endingUpTo(lastAnnouncedOn(now), BATCH, after)) {
      if (!(await this.lease.hold())) return false;
      announced += await this.announce(batch.map(({ _id }) => _id));
    }
    if (announced > 0) this.logger.log({ msg: 'ends of cycles announced', announced });
    await this.lease.release();
    return true;
  }

  /** How many of these were announced now. */
  private async announce(licenceIds: readonly string[]): Promise<number> {
    const owing = await this.licences.unpaidAmong(licenceIds);
    const decided = await this.reservations.decidedUnpaid(licenceIds);
    const inQuestion = [...new Set([...owing, ...decided.keys()])];
    if (inQuestion.length === 0) return 0;
    return this.transactions.run((session) => this.announceIn(inQuestion, session));
  }

  private async announceIn(licenceIds: readonly string[], session: ClientSession): Promise<number> {
    const { now } = this.terms.get();
    const decided = await this.reservations.decidedUnpaid(licenceIds, session);
    const licences = await this.licences.findAll(licenceIds, session);
    const announced = licences.flatMap(
      (licence) => announceEnding(licence, decided.get(licence._id) ?? 0, now) ?? [],
    );
    if (announced.length === 0) return 0;
    await this.licences.saveAll(
      announced.map(({ licence }) => licence),
      session,
    );
    await this.outbox.add(
      session,
      announced.map(({ event }) => event),
    );
    return announced.length;
  }
}

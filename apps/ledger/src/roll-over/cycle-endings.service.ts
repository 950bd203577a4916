import { shanghaiDay, type Events } from '@demerit/contracts';
import { Outbox, Transactions } from '@demerit/messaging';
import { allOrEach, DailyJobs, type DailyJob, type GoesOn } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { CurrentTerms } from '../account/terms';
import { announceEnding, lastAnnouncedOn } from './cycle-endings.rules';
import { AFTER_ALL_OF, LicencesStore } from '../account/licences.store';
import { ReservationsStore } from '../reservations/reservations.store';

/** Licences looked at in one go. */
const BATCH = 500;

/**
 * Announces each cycle that ends in 30 days or less while fines are unpaid (rules.md §7): looks through the licences in question once a
 * Shanghai day. A licence carries the note that it was announced, so that a second look announces nothing again.
 */
@Injectable()
export class CycleEndingsService {
  private readonly logger = new Logger(CycleEndingsService.name);
  private readonly job: DailyJob;

  constructor(
    private readonly transactions: Transactions,
    private readonly licences: LicencesStore,
    private readonly reservations: ReservationsStore,
    private readonly outbox: Outbox<Events>,
    private readonly terms: CurrentTerms,
    jobs: DailyJobs,
  ) {
    this.job = jobs.daily('cycle-endings', (goesOn) => this.lookThrough(goesOn));
  }

  /** Cycles have begun since: among them may be some that end soon. */
  lookAgain(): void {
    this.job.again();
  }

  run(): Promise<void> {
    return this.job.run();
  }

  private async lookThrough(goesOn: GoesOn): Promise<number> {
    const { now } = this.terms.get();
    const after = { cycleEndsBefore: shanghaiDay(now), _id: AFTER_ALL_OF };
    let announced = 0;
    let failed = 0;
    for await (const batch of this.licences.endingUpTo(lastAnnouncedOn(now), BATCH, after)) {
      if (!(await goesOn())) break;
      const licenceIds = batch.map(({ _id }) => _id);
      failed += await allOrEach(licenceIds, async (ids) => {
        announced += await this.announce(ids);
      });
    }
    if (announced > 0) this.logger.log({ msg: 'ends of cycles announced', announced });
    return failed;
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

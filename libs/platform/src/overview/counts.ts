import type { CountDays, DaysCounted } from '@demerit/contracts';
import { EventCounts, Outbox, Transactions } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { DomainClock } from '../clock/domain-clock';
import { Jobs } from '../jobs/jobs';
import { CountsStore, type CountDocument } from './counts.store';
import { added, countsOf, summed } from './figures.rules';

const COLLECT_EVERY_MS = 10_000;
const EVENTS_AT_ONCE = 500;

/**
 * How much happened a day. An event is written with what it counts for, in the transaction of what happened, and collected later into the
 * document of its day, in one transaction with the mark that it was: nothing is counted twice or lost, and whoever makes something happen writes
 * no counter on which all would collide.
 */
@Injectable()
export class Counts {
  constructor(
    private readonly days: CountsStore,
    private readonly events: EventCounts,
    private readonly transactions: Transactions,
    private readonly jobs: Jobs,
    outbox: Outbox,
    clock: DomainClock,
  ) {
    outbox.countBy((event) => countsOf(event, clock.now()));
    jobs.every('collect what happened', COLLECT_EVERY_MS, () => this.collect());
  }

  /** What is not collected yet is counted too: both are read as they stand at one moment. */
  async of(span: CountDays): Promise<DaysCounted['days']> {
    const all = await this.transactions.run(async (session) => {
      const collected = await this.days.within(span, session);
      const rows = collected.map(({ _id: day, figures }) => ({ day, figures }));
      return summed([...rows, ...(await this.events.uncollected(span, session))]);
    });
    return [...all].map(([day, figures]) => ({ day, figures }));
  }

  private async collect(): Promise<void> {
    while (!this.jobs.isStopped && (await this.events.isAnyLeft()))
      await this.transactions.run((session) => this.collectIn(session));
  }

  private async collectIn(session: ClientSession): Promise<void> {
    const more = summed(await this.events.take(EVENTS_AT_ONCE, session));
    const before = await this.days.ofDays([...more.keys()], session);
    const stored = new Map(before.map((one) => [one._id, one]));
    const after = [...more].map(([_id, figures]): CountDocument => {
      const day = stored.get(_id) ?? { _id, figures: {}, version: 0 };
      return { ...day, figures: added(day.figures, figures) };
    });
    await this.days.saveAll(after, session);
  }
}

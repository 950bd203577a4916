import type { Events } from '@demerit/contracts';
import { Outbox, Transactions } from '@demerit/messaging';
import { Jobs } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { LicencesStore } from '../account/licences.store';
import { PeopleStore } from '../account/people.store';
import type { TargetDocument } from './review.types';
import { standingBehind, standingEvent } from './standing.rules';
import { TargetsStore } from './targets.store';

/** Until it has come to its end once. */
const TRY_EVERY_MS = 3_600_000;

type PersonTarget = TargetDocument & { accountId: string };

/**
 * Earlier versions kept the standing of a suspended person with the licence, here and in every service. At the start each becomes that of the
 * person whom the open target names, and is told again.
 */
@Injectable()
export class EarlierStandings {
  private readonly logger = new Logger(EarlierStandings.name);
  private isDone = false;

  constructor(
    private readonly targets: TargetsStore,
    private readonly people: PeopleStore,
    private readonly licences: LicencesStore,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox<Events>,
    jobs: Jobs,
  ) {
    jobs.every('standings of earlier versions', TRY_EVERY_MS, () => this.carryOnce());
  }

  private async carryOnce(): Promise<void> {
    if (this.isDone) return;
    await this.carryAll();
    this.isDone = true;
  }

  async carryAll(): Promise<void> {
    const open = (await this.targets.allOpen()).filter(isOfPerson);
    const stored = await this.people.idsAmong(open.map(({ accountId }) => accountId));
    const earlier = open.filter(({ accountId }) => !stored.has(accountId));
    for (const target of earlier)
      await this.transactions.run((session) => this.carry(target, session));
    if (earlier.length > 0)
      this.logger.log({ msg: 'suspensions are the persons’ now', count: earlier.length });
  }

  private async carry(target: PersonTarget, session: ClientSession): Promise<void> {
    const { accountId, status, since, steps } = target;
    // Another replica was first.
    if (await this.people.find(accountId, session)) return;
    const licence = await this.licences.find(target.subjectId, session);
    const standing = standingBehind(target, licence);
    await this.people.save({ _id: accountId, standing, version: 0 }, session);
    const type = status === 'confirmed' ? 'confirmed' : 'suspended';
    const event = standingEvent(type, target, standing, steps.at(-1)?.at ?? since);
    if (event) await this.outbox.add(session, event);
  }
}

function isOfPerson(target: TargetDocument): target is PersonTarget {
  return target.kind === 'licence' && target.accountId !== undefined;
}

import {
  accepted,
  ownCase,
  refuse,
  shanghaiTime,
  type Events,
  type LiftBar,
  type Nothing,
} from '@demerit/contracts';
import { Outbox, Transactions } from '@demerit/messaging';
import { AuditStore, DomainClock } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { UseStore } from '../bindings/use.store';
import { PeopleStore } from '../people/people.store';

/** Who may not ask for others' vehicles, since a request was rejected for false material. rules.md §2. */
@Injectable()
export class BarsService {
  constructor(
    private readonly use: UseStore,
    private readonly people: PeopleStore,
    private readonly audit: AuditStore,
    private readonly clock: DomainClock,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox<Events>,
  ) {}

  /** An officer lets the person ask again. */
  async lift({ caller, accountId, body: { reason } }: LiftBar): Promise<Nothing> {
    const self = await this.people.selfOf(caller.accountId);
    return this.transactions.run(async (session) => {
      const { barred, ...user } = await this.use.ofUser(accountId, session);
      if (barred === undefined) throw refuse('BINDING_BAR_NOT_FOUND');
      accepted(ownCase(self, { accountIds: [accountId] }));
      const now = this.clock.now();
      const { version } = await this.use.saveUser(user, session);
      await this.audit.add(
        {
          actor: caller.accountId,
          act: 'binding-bar.lift',
          subject: accountId,
          reason,
          before: { bindingId: barred.bindingId, since: shanghaiTime(barred.since) },
        },
        session,
      );
      await this.outbox.add(session, {
        type: 'binding-bar.lifted',
        key: accountId,
        seq: version,
        payload: { accountId, at: now.toISOString(), version },
      });
      return {};
    });
  }
}

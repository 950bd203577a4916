import type { AccountClosed, ClosingBegins, ClosingFound, Nothing } from '@demerit/contracts';
import { Transactions } from '@demerit/messaging';
import { AccountMarks, DomainClock } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { BindingsStore } from '../bindings/bindings.store';
import type { BindingDocument } from '../bindings/bindings.types';
import { EndingService } from '../bindings/ending.service';
import { UseStore } from '../bindings/use.store';
import { PeopleStore } from '../people/people.store';
import { VehiclesStore } from '../register/vehicles.store';
import { ShareCodesStore } from '../sharing/share-codes.store';

@Injectable()
export class ClosingService {
  constructor(
    private readonly bindings: BindingsStore,
    private readonly ending: EndingService,
    private readonly use: UseStore,
    private readonly people: PeopleStore,
    private readonly vehicles: VehiclesStore,
    private readonly shareCodes: ShareCodesStore,
    private readonly marks: AccountMarks,
    private readonly transactions: Transactions,
    private readonly clock: DomainClock,
  ) {}

  /** A bar is the account's: another one of the person would be without it. */
  async look({ accountId, begins }: ClosingBegins): Promise<ClosingFound> {
    if (begins) await this.marks.mark(accountId);
    const { barred } = await this.use.ofUser(accountId);
    return { obstacles: barred ? ['binding_bar'] : [] };
  }

  /** As often as you like. First nothing more begins; what had begun by then collides, or is found. */
  async closed({ accountId, personKey }: AccountClosed): Promise<Nothing> {
    await this.transactions.run(async (session) => {
      const user = await this.use.ofUser(accountId, session);
      if (!user.closed) await this.use.saveUser({ ...user, closed: true }, session);
    });
    const owned = personKey === undefined ? [] : await this.vehicles.ofOwners([personKey]);
    const theirs = await this.bindings.liveOfAccount(accountId);
    const consented = await this.bindings.liveOfOthers(owned.map(({ _id }) => _id));
    for (const binding of [...theirs, ...consented]) await this.release(binding);
    await this.bindings.removeAttachmentsOf(accountId);
    await this.shareCodes.removeOf(accountId);
    await this.people.remove(accountId);
    return {};
  }

  private async release({ _id }: BindingDocument): Promise<void> {
    await this.transactions.run(async (session) => {
      const binding = await this.bindings.find(_id, session);
      if (binding?.live) await this.ending.end(binding, 'released', this.clock.now(), session);
    });
  }
}

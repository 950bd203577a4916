import {
  accepted,
  shanghaiDay,
  type Caller,
  type Entry,
  type ListEntries,
  type Page,
  type PointsStatement,
  type Requests,
} from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import { pageOf, pageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { Accounts } from '../account/accounts';
import { CurrentTerms } from '../account/terms';
import { entriesOfCycle, licenceOfPerson, rollOver } from '../account/cycles.rules';
import { CyclesStore } from '../limits/cycles.store';
import { EntriesStore } from '../account/entries.store';
import type { LicenceDocument } from '../account/account.types';
import { RegisterService } from '../register/register.service';
import { RollOverService } from '../roll-over/roll-over.service';
import { entryView, statementView } from './statement.view';

/** What a licence's holder may read: statement and entries. rules.md §4. */
@Injectable()
export class StatementService {
  constructor(
    private readonly cycles: CyclesStore,
    private readonly entries: EntriesStore,
    private readonly accounts: Accounts,
    private readonly rollOvers: RollOverService,
    private readonly register: RegisterService,
    private readonly terms: CurrentTerms,
    private readonly client: MessagingClient<Requests>,
  ) {}

  async statement(caller: Pick<Caller, 'accountId'>): Promise<PointsStatement> {
    const terms = this.terms.get();
    const licence = await this.licenceOf(caller.accountId);
    const { cycle } = rollOver(licence, terms.now, terms.policy.fullScore);
    const licenceCycle = await this.cycles.findOr(licence, cycle);
    return statementView({ licence, licenceCycle }, terms);
  }

  async entriesOf({
    caller,
    page,
  }: Pick<ListEntries, 'page'> & { caller: Pick<Caller, 'accountId'> }): Promise<Page<Entry>> {
    const request = pageRequest(page, [/^\d{1,8}$/]);
    const licence = await this.licenceOf(caller.accountId);
    // The end of a cycle is read like any other entry, whether or not the job has come to this licence.
    if (licence.cycleEndsBefore <= shanghaiDay(this.terms.get().now)) {
      await this.rollOvers.rollOne(licence._id);
    }
    const before = request.after?.[0];
    const entries = await this.entries.page(licence._id, {
      rows: request.rows,
      ...(page.cycle && { among: entriesOfCycle(licence, page.cycle) }),
      ...(before && { beforeSeq: Number(before) }),
    });
    return pageOf(entries, request, ({ seq }) => [String(seq)], entryView);
  }

  /** The licence of an account is the one that identity says: the register may have given an earlier one to another person. */
  private async licenceOf(accountId: string): Promise<LicenceDocument> {
    const person = await this.client.ask('person.get', { accountId });
    const unused = accepted(licenceOfPerson(person, this.terms.get().now));
    // What the register corrected is read at once, though its event may come later.
    const { _id, firstIssuedOn } = unused;
    const stored = await this.register.askWhereNot(_id, firstIssuedOn, person.licence?.class);
    return stored ? this.accounts.read(stored) : unused;
  }
}

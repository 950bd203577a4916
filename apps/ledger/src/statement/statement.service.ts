import {
  refuse,
  shanghaiDay,
  type Caller,
  type Entry,
  type Events,
  type GetStanding,
  type ListEntries,
  type Page,
  type PointsStatement,
  type Requests,
  type Standing,
  type Standings,
} from '@demerit/contracts';
import { MessagingClient, refusalOf, Transactions } from '@demerit/messaging';
import { pageOf, pageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { Accounts } from '../account/accounts';
import { Books } from '../reservations/case-files';
import { claimedLicence, emptyCycle, rollOver, unusedLicence } from '../account/cycles.rules';
import { CyclesStore } from '../limits/cycles.store';
import { EntriesStore } from '../account/entries.store';
import type { LicenceState, StandingState } from '../account/account.types';
import { LicencesStore } from '../account/licences.store';
import { RollOverService } from '../roll-over/roll-over.service';
import { holdsOf, standingOf } from '../review/standing.rules';
import { entryOf, statementOf } from './statement.view';
import { VehiclesStore } from '../limits/vehicles.store';

const ASK_TIMEOUT_MS = 3_000;

/** What a licence's holder and other services may read: statement, entries, standings. rules.md §4. */
@Injectable()
export class LicencesService {
  constructor(
    private readonly licences: LicencesStore,
    private readonly vehicles: VehiclesStore,
    private readonly cycles: CyclesStore,
    private readonly entries: EntriesStore,
    private readonly accounts: Accounts,
    private readonly rollOvers: RollOverService,
    private readonly books: Books,
    private readonly transactions: Transactions,
    private readonly client: MessagingClient<Requests>,
  ) {}

  /** `licence.claimed`: from now on the account has a statement. */
  async claimed(event: Events['licence.claimed'], session: ClientSession): Promise<void> {
    const known = await this.licences.find(event.licenceId, session);
    const licence = claimedLicence(known, event, this.books.terms().now);
    if (licence) await this.licences.save(licence, session);
  }

  /** Asks the owner for a claimed licence whose claim was not heard yet; without an answer to it, nothing is known afterwards. */
  async meet(licenceId: string): Promise<void> {
    const known = await this.licences.find(licenceId);
    if (known && known.claimVersion > 0) return;
    try {
      const timeout = { timeoutMs: ASK_TIMEOUT_MS };
      const facts = await this.client.ask('licence.holder', { licenceId }, timeout);
      await this.transactions.run((session) => this.claimed(facts, session));
    } catch (error) {
      if (refusalOf(error)?.code !== 'LICENCE_NOT_FOUND') throw error;
    }
  }

  async statement(caller: Caller): Promise<PointsStatement> {
    const { now, policy } = this.books.terms();
    const licence = await this.licenceOf(caller.accountId);
    const { cycle } = rollOver(licence, now, policy.fullScore);
    const counted = await this.cycles.findOr(emptyCycle('licence', licence._id, cycle));
    return statementOf(licence, counted, now, policy);
  }

  async entriesOf({ caller, page }: ListEntries): Promise<Page<Entry>> {
    const request = pageRequest(page, [/^\d{1,8}$/]);
    const licence = await this.licenceOf(caller.accountId);
    // The end of a cycle is read like any other entry, whether or not the job has come to this licence.
    if (licence.cycleEndsBefore <= shanghaiDay(this.books.terms().now)) {
      await this.rollOvers.rollOne(licence._id);
    }
    const before = request.after?.[0];
    const entries = await this.entries.page(licence._id, {
      rows: request.rows,
      ...(page.cycle && { cycle: page.cycle }),
      ...(before && { beforeSeq: Number(before) }),
    });
    return pageOf(entries, request, ({ seq }) => [String(seq)], entryOf);
  }

  async standings({ licenceId, vehicleId }: GetStanding): Promise<Standings> {
    const licence = licenceId && (await this.licences.find(licenceId));
    const vehicle = vehicleId && (await this.vehicles.find(vehicleId));
    return {
      ...(licenceId && { licence: orUnlisted(licence) }),
      ...(licence && { holds: holdsOf(licence, this.books.terms().now) }),
      ...(vehicleId && { vehicle: orUnlisted(vehicle) }),
    };
  }

  /** The claim may not have been heard yet: identity is asked before anybody is told to have no licence. */
  private async licenceOf(accountId: string): Promise<LicenceState> {
    const known = await this.accounts.ofAccount(accountId);
    if (known) return known;
    const person = await this.client.ask(
      'person.get',
      { accountId },
      { timeoutMs: ASK_TIMEOUT_MS },
    );
    if (!person.licence) throw refuse('LICENCE_REQUIRED');
    const { licenceId: _id, firstIssuedOn } = person.licence;
    const personKey = person.personKey ?? '';
    return unusedLicence({ _id, accountId, personKey, firstIssuedOn }, this.books.terms().now);
  }
}

function orUnlisted(subject: { standing: StandingState } | '' | null | undefined): Standing {
  return standingOf(subject ? subject.standing : { status: 'active', version: 0 });
}

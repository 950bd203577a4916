import {
  accepted,
  refuse,
  type Caller,
  type ClosingObstacle,
  type Events,
  type Nothing,
  type Requests,
} from '@demerit/contracts';
import { MessagingClient, Outbox, Transactions } from '@demerit/messaging';
import { Jobs, workThrough } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { AccountsStore } from '../accounts/accounts.store';
import { isClosed, isClosing, type AccountDocument } from '../accounts/accounts.types';
import { DenialsStore } from '../denials/denials.store';
import { LicencesStore } from '../licences/licences.store';
import { OrganisationsStore } from '../organisations/organisations.store';
import { SessionNews } from '../sessions/session-news';
import {
  beginClosing,
  checkClosing,
  closedAccount,
  decideClosing,
  nextStepOf,
  obstaclesHere,
} from './closing.rules';
import { Remains } from './remains';

const GO_ON_EVERY_MS = 2_000;

interface Found {
  obstacles: ClosingObstacle[];
  isNamed: boolean;
}

/**
 * An account is closed by its person, while nothing of it is open (rules.md §1.closing). First it is looked whether it could be; then it is marked, so
 * that no token of before counts and nothing more of it begins, here or elsewhere; then it is looked again, and closed for good or taken back. What a crash left
 * between is finished or taken back by a job.
 */
@Injectable()
export class ClosingService {
  private readonly logger = new Logger(ClosingService.name);

  constructor(
    private readonly accounts: AccountsStore,
    private readonly organisations: OrganisationsStore,
    private readonly licences: LicencesStore,
    private readonly denials: DenialsStore,
    private readonly sessions: SessionNews,
    private readonly remains: Remains,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox<Events>,
    private readonly client: MessagingClient<Requests>,
    jobs: Jobs,
  ) {
    jobs.every('accounts to close', GO_ON_EVERY_MS, () => this.goOn());
  }

  async close({ accountId }: Pick<Caller, 'accountId'>): Promise<Nothing> {
    accepted(checkClosing((await this.look(accountId, false)).obstacles));
    const since = await this.transactions.run((session) => this.begin(accountId, session));
    const refusal = await this.decide(accountId, since);
    if (refusal) {
      await this.takeBack(accountId);
      throw refusal;
    }
    await this.finishSoon(accountId);
    return {};
  }

  /** `begins`: and nothing more begins meanwhile. The ledger first, since what passed it is found by the others. */
  private async look(accountId: string, begins: boolean): Promise<Found> {
    const { _id: licenceId } = (await this.licences.ofAccount(accountId)) ?? {};
    const points = await this.client.ask('ledger.closing', {
      accountId,
      begins,
      ...(licenceId !== undefined && { licenceId }),
    });
    const [here, violations, payments, vehicles] = await Promise.all([
      this.here(accountId),
      this.client.ask('violations.closing', { accountId, begins }),
      this.client.ask('payments.closing', { accountId, begins, orderIds: points.orderIds }),
      this.client.ask('vehicles.closing', { accountId, begins }),
    ]);
    const asked = [points, violations, payments, vehicles];
    return {
      obstacles: [...here, ...asked.flatMap(({ obstacles }) => obstacles)],
      isNamed: violations.isNamedOnPaper || payments.isNamedOnPaper,
    };
  }

  private async here(accountId: string, session?: ClientSession): Promise<ClosingObstacle[]> {
    const account = await this.find(accountId, session);
    return obstaclesHere(account, await this.isOnlyDelegate(accountId, session));
  }

  /** Whether there is an organisation for which nobody else acts who stays. */
  private async isOnlyDelegate(accountId: string, session?: ClientSession): Promise<boolean> {
    for (const others of await this.organisations.otherDelegates(accountId, session))
      if (!(await this.hasOneWhoStays(others, session))) return true;
    return false;
  }

  /** In a transaction touched, so that of the last two at one moment one sees the other. */
  private async hasOneWhoStays(
    accountIds: readonly string[],
    session?: ClientSession,
  ): Promise<boolean> {
    for (const id of accountIds) {
      const account = session
        ? await this.accounts.touch(id, session)
        : await this.accounts.find(id);
      if (account && !isClosing(account)) return true;
    }
    return false;
  }

  private async begin(accountId: string, session: ClientSession): Promise<Date> {
    const since = new Date();
    const before = await this.find(accountId, session);
    const account = accepted(beginClosing(before, since));
    const { version } = await this.accounts.save(account, session);
    await this.denials.addAccount(accountId, version, session);
    await this.outbox.add(session, {
      type: 'account.closing',
      key: accountId,
      seq: version,
      payload: { accountId, version },
    });
    return since;
  }

  /** Answers why not. */
  private async decide(accountId: string, since: Date) {
    const { obstacles, isNamed } = await this.look(accountId, true);
    return this.transactions.run(async (session) => {
      const refusal = checkClosing([...obstacles, ...(await this.here(accountId, session))]);
      if (refusal) return refusal;
      const account = await this.find(accountId, session);
      const { version } = await this.accounts.save(
        accepted(decideClosing(account, since, isNamed)),
        session,
      );
      await this.sessions.endAll(accountId, session);
      await this.denials.addAccount(accountId, version, session);
      return undefined;
    });
  }

  /** The mark stays until the others have taken back theirs, so that none is forgotten there. */
  private async takeBack(accountId: string): Promise<void> {
    const isTaken = await this.transactions.run((session) =>
      this.change(accountId, session, (account) =>
        account.closing && account.closing.state !== 'decided'
          ? { ...account, closing: { ...account.closing, state: 'taken_back' } }
          : undefined,
      ),
    );
    if (!isTaken) return;
    await Promise.all([
      this.client.ask('ledger.closing-taken-back', { accountId }),
      this.client.ask('violations.closing-taken-back', { accountId }),
      this.client.ask('payments.closing-taken-back', { accountId }),
      this.client.ask('vehicles.closing-taken-back', { accountId }),
    ]);
    await this.transactions.run((session) =>
      this.change(accountId, session, ({ closing, ...account }) =>
        closing?.state === 'taken_back' ? account : undefined,
      ),
    );
  }

  private async finish(accountId: string): Promise<void> {
    const account = await this.accounts.find(accountId);
    if (account?.closing?.state !== 'decided') return;
    await this.remains.remove(accountId, account.closing);
    await this.transactions.run((session) =>
      this.change(accountId, session, (found) =>
        found.closing?.state === 'decided' ? closedAccount(found, new Date()) : undefined,
      ),
    );
  }

  /** It is closed already; the job does what could not be done now. */
  private async finishSoon(accountId: string): Promise<void> {
    try {
      await this.finish(accountId);
    } catch (error) {
      this.logger.warn({ msg: 'what is left of an account goes later', accountId, err: error });
    }
  }

  private async goOn(): Promise<void> {
    await workThrough(this.accounts.closing(), async ({ _id, closing }) => {
      const step = closing && nextStepOf(closing, new Date());
      if (step === 'finish') await this.finish(_id);
      if (step === 'takeBack') await this.takeBack(_id);
    });
  }

  /** Whether there was something to change. */
  private async change(
    accountId: string,
    session: ClientSession,
    changed: (account: AccountDocument) => AccountDocument | undefined,
  ): Promise<boolean> {
    const before = await this.accounts.find(accountId, session);
    const after = before && changed(before);
    if (after) await this.accounts.save(after, session);
    return after !== undefined;
  }

  private async find(accountId: string, session?: ClientSession): Promise<AccountDocument> {
    const account = await this.accounts.find(accountId, session);
    if (!account || isClosed(account)) throw refuse('ACCOUNT_NOT_FOUND');
    return account;
  }
}

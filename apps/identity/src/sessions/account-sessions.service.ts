import {
  accepted,
  refuse,
  type EndSessions,
  type ListSessions,
  type Nothing,
  type Page,
  type SessionInfo,
} from '@demerit/contracts';
import { Transactions } from '@demerit/messaging';
import { AuditStore } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { OwnCases } from '../own-cases/own-cases';
import { AccountsStore } from '../accounts/accounts.store';
import { SessionNews } from './session-news';
import { SessionsService } from './sessions.service';

/** The sessions of somebody else's account, for an admin: each look and each end is written down. rules.md §1.session.admin. */
@Injectable()
export class AccountSessionsService {
  constructor(
    private readonly accounts: AccountsStore,
    private readonly sessions: SessionsService,
    private readonly news: SessionNews,
    private readonly ownCases: OwnCases,
    private readonly audit: AuditStore,
    private readonly transactions: Transactions,
  ) {}

  async list({ caller, accountId, page }: ListSessions): Promise<Page<SessionInfo>> {
    await this.checkAccount(accountId);
    await this.audit.add({ actor: caller.accountId, act: 'sessions.read', subject: accountId });
    return this.sessions.listOf(accountId, caller, page);
  }

  /** One of them, or all; that there is none left to end is no error, since none is what was wanted. */
  async end({ caller, accountId, sessionId, body: { reason } }: EndSessions): Promise<Nothing> {
    const act = { actor: caller.accountId, act: 'sessions.end', subject: accountId, reason };
    return this.transactions.run(async (session) => {
      await this.checkAccount(accountId, session);
      accepted(await this.ownCases.ofAccount(caller, accountId, session));
      const sessionIds = await this.endIn(session, accountId, sessionId);
      await this.audit.add({ ...act, before: { sessionIds } }, session);
      return {};
    });
  }

  private async endIn(
    session: ClientSession,
    accountId: string,
    sessionId: string | undefined,
  ): Promise<string[]> {
    if (sessionId === undefined) return this.news.endAll(accountId, session);
    if (await this.news.end(accountId, sessionId, session)) return [sessionId];
    throw refuse('SESSION_NOT_FOUND');
  }

  private async checkAccount(accountId: string, session?: ClientSession): Promise<void> {
    if (!(await this.accounts.find(accountId, session))) throw refuse('ACCOUNT_NOT_FOUND');
  }
}

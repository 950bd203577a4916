import {
  refuse,
  type ListOfCaller,
  type OpenSession,
  type Page,
  type Session as SessionReply,
  type SessionInfo,
  type SessionOf,
} from '@demerit/contracts';
import { Transactions } from '@demerit/messaging';
import { LookupKeys, newId, pageOf, pageRequest } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import { AccountsStore, type AccountDocument } from '../accounts/accounts.store';
import { wrongCode } from '../codes/codes.rules';
import { CodesService } from '../codes/codes.service';
import { CodesStore } from '../codes/codes.store';
import { AddressLimits } from '../codes/address-limits';
import { FamiliarAddressesStore } from '../codes/familiar-addresses.store';
import { begin, invalidToken, rotation } from './sessions.rules';
import { SessionNews } from './session-news';
import { SessionsStore } from './sessions.store';
import { ACCESS_LIFE_S, Tokens } from './tokens';

const CURSOR = [/^ses_[0-9a-z]{26}$/];

@Injectable()
export class SessionsService {
  private readonly logger = new Logger(SessionsService.name);

  constructor(
    private readonly sessions: SessionsStore,
    private readonly news: SessionNews,
    private readonly accounts: AccountsStore,
    private readonly codes: CodesStore,
    private readonly codesService: CodesService,
    private readonly addresses: AddressLimits,
    private readonly familiar: FamiliarAddressesStore,
    private readonly tokens: Tokens,
    private readonly transactions: Transactions,
    private readonly lookup: LookupKeys,
  ) {}

  /** The first log-in of a number creates its account. The code is used up in the same transaction. */
  async open(command: OpenSession): Promise<SessionReply> {
    const { phone, code: digits, challengeId, address, device, language } = command;
    const { codeId } = await this.codesService.guess(phone, { digits, challengeId, address });
    const addressKey = this.addresses.keyOf(address);
    const phoneKey = this.lookup.phoneKey(phone);
    const sessionId = newId('ses');
    const account = await this.transactions.run(async (session) => {
      const now = new Date();
      if (!(await this.codes.use(phoneKey, codeId, session))) throw wrongCode();
      const owner = await this.accounts.logInto(phone, language, session);
      const row = { _id: sessionId, accountId: owner._id, startedAt: now, ...begin(1, now) };
      await this.news.open(row, device, session);
      await this.familiar.note(owner._id, addressKey, now, session);
      return owner;
    });
    return this.reply(account, sessionId, 1);
  }

  /** Rotates the refresh token; of two who present the same one at once both get the same new one. */
  async refresh(refreshToken: string): Promise<SessionReply> {
    const presented = this.tokens.readRefreshToken(refreshToken);
    if (!presented) throw invalidToken();
    const { sessionId, generation } = presented;
    const row = await this.sessions.find(sessionId);
    const now = new Date();
    switch (rotation(row, generation, now)) {
      case 'rotate':
        // Lost to another rotation or to the end: look at what that left.
        if (!(await this.sessions.advance(sessionId, begin(generation + 1, now)))) {
          return this.refresh(refreshToken);
        }
        break;
      case 'repeat':
        break;
      case 'revoke':
        if (row) await this.endOf(row.accountId, sessionId);
        this.logger.warn({ msg: 'refresh token used again, session ended', sessionId });
        throw invalidToken();
      case 'refuse':
        throw invalidToken();
    }
    const account = row && (await this.accounts.find(row.accountId));
    if (!account) throw invalidToken();
    return this.reply(account, sessionId, generation + 1);
  }

  async list({ caller, page }: ListOfCaller): Promise<Page<SessionInfo>> {
    const request = pageRequest(page, CURSOR);
    const rows = await this.sessions.list(caller.accountId, new Date(), request);
    return pageOf(
      rows,
      request,
      (row) => [row._id],
      (row) => ({
        sessionId: row._id,
        startedAt: row.startedAt.toISOString(),
        lastUsedAt: row.rotatedAt.toISOString(),
        current: row._id === caller.sessionId,
      }),
    );
  }

  async end({ caller, sessionId }: SessionOf): Promise<object> {
    if (!(await this.endOf(caller.accountId, sessionId))) throw refuse('SESSION_NOT_FOUND');
    return {};
  }

  private async endOf(accountId: string, sessionId: string): Promise<boolean> {
    return this.transactions.run((session) => this.news.end(accountId, sessionId, session));
  }

  private async reply(
    account: AccountDocument,
    sessionId: string,
    generation: number,
  ): Promise<SessionReply> {
    return {
      accessToken: await this.tokens.accessToken(account._id, account.roles, sessionId),
      refreshToken: this.tokens.refreshToken(sessionId, generation),
      expiresIn: ACCESS_LIFE_S,
      accountId: account._id,
      roles: account.roles,
    };
  }
}

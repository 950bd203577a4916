import {
  refuse,
  type Caller,
  type ListOfCaller,
  type OpenSession,
  type OpenWithSecondFactor,
  type Page,
  type PageQuery,
  type Session as SessionReply,
  type SessionInfo,
  type SessionOf,
} from '@demerit/contracts';
import { Transactions } from '@demerit/messaging';
import { LookupKeys, newId, pageOf, pageRequest } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import { AccountsStore } from '../accounts/accounts.store';
import { isClosed, type AccountDocument } from '../accounts/accounts.types';
import { wrongCode } from '../codes/codes.rules';
import { CodesService } from '../codes/codes.service';
import { CodesStore } from '../codes/codes.store';
import { AddressLimits } from '../codes/address-limits';
import { FamiliarAddressesStore } from '../codes/familiar-addresses.store';
import { IdentityConfig } from '../codes/identity.config';
import { rolesOf, secondFactorRequired, wrongSecondFactor } from '../totp/factors.rules';
import { FactorsStore } from '../totp/factors.store';
import { SecondFactors } from '../totp/second-factors';
import { PendingLogIns } from './pending-log-ins';
import { accessLifeS, begin, invalidToken, rotation } from './sessions.rules';
import { SessionNews } from './session-news';
import { SessionsStore } from './sessions.store';
import type { SessionDocument } from './sessions.types';
import { Tokens } from './tokens';

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
    private readonly config: IdentityConfig,
    private readonly factors: FactorsStore,
    private readonly secondFactors: SecondFactors,
    private readonly pending: PendingLogIns,
    private readonly transactions: Transactions,
    private readonly lookup: LookupKeys,
  ) {}

  /** The first log-in of a number creates its account. The code is used up in the same transaction. */
  async open(command: OpenSession): Promise<SessionReply> {
    const { phone, code: digits, challengeId, address, device, deviceName, language } = command;
    const { codeId } = await this.codesService.guess(phone, { digits, challengeId, address });
    const addressKey = this.addresses.keyOf(address);
    const phoneKey = this.lookup.phoneKey(phone);
    const sessionId = newId('ses');
    const outcome = await this.transactions.runTogether(async (session) => {
      const now = new Date();
      if (!(await this.codes.use(phoneKey, codeId, session))) throw wrongCode();
      const owner = await this.accounts.logInto(phone, language, session);
      if ((await this.factors.find(owner._id, session))?.confirmedAt)
        return { waits: await this.pending.add(owner._id, now, session) };
      const row = {
        _id: sessionId,
        accountId: owner._id,
        startedAt: now,
        ...begin(1, now, now),
        ...(deviceName !== undefined && { device: deviceName }),
      };
      await this.news.open(row, device, session);
      await this.familiar.note(owner._id, addressKey, now, session);
      return { account: owner, row };
    });
    if (outcome.waits !== undefined) throw secondFactorRequired(outcome.waits);
    return this.reply(outcome.account, outcome.row, 1);
  }

  /** The second step of a log-in, of an account with a second factor. */
  async openWithSecondFactor(command: OpenWithSecondFactor): Promise<SessionReply> {
    const { secondFactorToken: token, code, address, device, deviceName } = command;
    const accountId = await this.pending.try(token);
    if (accountId === undefined) throw wrongSecondFactor();
    const addressKey = this.addresses.keyOf(address);
    const sessionId = newId('ses');
    const { account, row } = await this.transactions.run(async (session) => {
      const now = new Date();
      const owner = await this.accounts.touch(accountId, session);
      const factor = await this.factors.find(accountId, session);
      const isRight = await this.secondFactors.use(factor, code, now, session);
      const isOpen = owner !== undefined && !isClosed(owner);
      if (!isOpen || !isRight || !(await this.pending.remove(token, session)))
        throw wrongSecondFactor();
      const opened = {
        _id: sessionId,
        accountId,
        startedAt: now,
        secondFactor: true,
        ...begin(1, now, now),
        ...(deviceName !== undefined && { device: deviceName }),
      };
      await this.news.open(opened, device, session);
      await this.familiar.note(accountId, addressKey, now, session);
      return { account: owner, row: opened };
    });
    return this.reply(account, row, 1);
  }

  /** Rotates the refresh token; of two who present the same one at once both get the same new one. */
  async refresh(refreshToken: string): Promise<SessionReply> {
    const presented = this.tokens.readRefreshToken(refreshToken);
    if (!presented) throw invalidToken();
    const { sessionId, generation } = presented;
    const row = await this.sessions.find(sessionId);
    if (!row) throw invalidToken();
    const now = new Date();
    switch (rotation(row, generation, now)) {
      case 'rotate':
        // Lost to another rotation or to the end: look at what that left.
        if (!(await this.sessions.advance(sessionId, begin(generation + 1, now, row.startedAt)))) {
          return this.refresh(refreshToken);
        }
        break;
      case 'repeat':
        break;
      case 'revoke':
        await this.endOf(row.accountId, sessionId);
        this.logger.warn({ msg: 'refresh token used again, session ended', sessionId });
        throw invalidToken();
      case 'refuse':
        throw invalidToken();
    }
    const account = await this.accounts.find(row.accountId);
    if (!account || isClosed(account)) throw invalidToken();
    return this.reply(account, row, generation + 1);
  }

  async list({ caller, page }: ListOfCaller): Promise<Page<SessionInfo>> {
    return this.listOf(caller.accountId, caller, page);
  }

  async listOf(accountId: string, caller: Caller, page: PageQuery): Promise<Page<SessionInfo>> {
    const request = pageRequest(page, CURSOR);
    const rows = await this.sessions.list(accountId, new Date(), request);
    return pageOf(
      rows,
      request,
      (row) => [row._id],
      (row) => ({
        sessionId: row._id,
        startedAt: row.startedAt.toISOString(),
        lastUsedAt: row.rotatedAt.toISOString(),
        ...(row.device !== undefined && { device: row.device }),
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
    {
      _id: sessionId,
      startedAt,
      secondFactor = false,
    }: Pick<SessionDocument, '_id' | 'startedAt' | 'secondFactor'>,
    generation: number,
  ): Promise<SessionReply> {
    const roles = rolesOf(account.roles, this.config.staffSecondFactor, secondFactor);
    const expiresIn = accessLifeS(startedAt, new Date());
    return {
      accessToken: await this.tokens.accessToken({ ...account, roles }, sessionId, expiresIn),
      refreshToken: this.tokens.refreshToken(sessionId, generation),
      expiresIn,
      accountId: account._id,
      roles,
    };
  }
}

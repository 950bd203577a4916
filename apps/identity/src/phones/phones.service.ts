import {
  accepted,
  checkStays,
  refuse,
  type ChangePhone,
  type PhoneBody,
  type PhoneChanged,
  type SetPhone,
} from '@demerit/contracts';
import { Idempotency, refusalOf } from '@demerit/messaging';
import { AuditStore, LookupKeys, mask } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { OwnCases } from '../own-cases/own-cases';
import { AccountsStore } from '../accounts/accounts.store';
import { isClosed, isClosing, type AccountDocument } from '../accounts/accounts.types';
import { CodesService } from '../codes/codes.service';
import { CodesStore } from '../codes/codes.store';
import type { Challenge } from '../codes/codes.types';
import { PendingLogIns } from '../sessions/pending-log-ins';
import { SessionNews } from '../sessions/session-news';
import { FormerPhones } from './former-phones';
import { FormerPhonesStore } from './former-phones.store';
import { checkDeskPhone, checkPhone, wrongCodes } from './phones.rules';

/** Both codes of a change: the new number's and the old one's. */
type Codes = [ofNew: Challenge, ofOld: Challenge];

/** Another phone for an account: by its owner with codes to both numbers, or by an officer. rules.md §1. */
@Injectable()
export class PhonesService {
  constructor(
    private readonly accounts: AccountsStore,
    private readonly codes: CodesStore,
    private readonly codesService: CodesService,
    private readonly sessions: SessionNews,
    private readonly pending: PendingLogIns,
    private readonly former: FormerPhonesStore,
    private readonly formerPhones: FormerPhones,
    private readonly ownCases: OwnCases,
    private readonly audit: AuditStore,
    private readonly idempotency: Idempotency,
    private readonly lookup: LookupKeys,
  ) {}

  /** Sessions stay; a log-in that is half done began with a code to the old number. */
  async change({ caller, idempotency, address, body }: ChangePhone): Promise<PhoneChanged> {
    // Looked at once, however often the transaction runs: each look is a try.
    let guessed: Promise<Codes> | undefined;
    return this.idempotency.run(idempotency, async (session) => {
      const account = await this.find(caller.accountId, session);
      accepted(checkStays(isClosing(account)));
      guessed ??= this.guess(account, body, address);
      await this.useUp(account, body.phone, await guessed, session);
      const ofPhone = await this.accounts.findByPhone(body.phone, session);
      accepted(checkPhone({ ofPhone, accountId: account._id }));
      if (this.accounts.phoneOf(account) !== body.phone) {
        await this.accounts.save(this.accounts.withPhone(account, body.phone), session);
        await this.pending.removeAll(account._id, session);
      }
      return changed(account._id, body.phone);
    });
  }

  /** Every session ends, and every log-in that is half done, since somebody else may have the old phone; that number is sent word. */
  async set(command: SetPhone): Promise<PhoneChanged> {
    const answer = await this.idempotency.run(command.idempotency, (session) =>
      this.setIn(session, command),
    );
    await this.formerPhones.sendOf(command.accountId);
    return answer;
  }

  private async setIn(
    session: ClientSession,
    { caller, accountId, body: { phone, reason } }: SetPhone,
  ): Promise<PhoneChanged> {
    const account = await this.find(accountId, session);
    accepted(await this.ownCases.ofAccount(caller, accountId, session));
    accepted(checkStays(isClosing(account)));
    const ofPhone = await this.accounts.findByPhone(phone, session);
    accepted(checkDeskPhone(account, { ofPhone, accountId }));
    const old = this.accounts.phoneOf(account);
    if (old === phone) return changed(accountId, phone);
    await this.accounts.save(this.accounts.withPhone(account, phone), session);
    if (old !== null) {
      const row = { accountId, phone: old, nextMasked: mask.phone(phone), since: new Date() };
      await this.former.add(row, session);
    }
    await this.pending.removeAll(accountId, session);
    await this.sessions.endAll(accountId, session);
    const before = { phoneMasked: this.accounts.phoneMasked(account) };
    const after = { phoneMasked: mask.phone(phone) };
    const act = { actor: caller.accountId, act: 'phone.set', subject: accountId };
    await this.audit.add({ ...act, reason, before, after }, session);
    return changed(accountId, phone);
  }

  /** Both are tried, so that the answer does not say by its time which was wrong. */
  private async guess(account: AccountDocument, body: PhoneBody, address: string): Promise<Codes> {
    const { phone, code, challengeId, oldCode, oldChallengeId } = body;
    const old = this.accounts.phoneOf(account);
    const [ofNew, ofOld] = await Promise.allSettled([
      this.codesService.guess(phone, { digits: code, challengeId, address }),
      old === null
        ? undefined
        : this.codesService.guess(old, {
            digits: oldCode,
            challengeId: oldChallengeId,
            address,
          }),
    ]);
    for (const one of [ofNew, ofOld]) {
      // Too many tries of an address are no wrong code.
      const isWrong = one.status === 'fulfilled' || refusalOf(one.reason)?.code === 'CODE_INVALID';
      if (!isWrong) throw one.reason;
    }
    if (ofNew.status === 'rejected' || ofOld.status === 'rejected') throw wrongCodes();
    if (!ofOld.value) throw wrongCodes();
    return [ofNew.value, ofOld.value];
  }

  private async useUp(
    account: AccountDocument,
    phone: string,
    [ofNew, ofOld]: Codes,
    session: ClientSession,
  ): Promise<void> {
    // One code may stand for both, of the own number: it is used up once.
    const uses = new Map([
      [ofNew.codeId, this.lookup.phoneKey(phone)],
      [ofOld.codeId, account.phoneKey],
    ]);
    for (const [codeId, phoneKey] of uses) {
      if (!(await this.codes.use(phoneKey, codeId, session))) throw wrongCodes();
    }
  }

  private async find(accountId: string, session: ClientSession): Promise<AccountDocument> {
    const account = await this.accounts.find(accountId, session);
    if (!account || isClosed(account)) throw refuse('ACCOUNT_NOT_FOUND');
    return account;
  }
}

function changed(accountId: string, phone: string): PhoneChanged {
  return { accountId, phoneMasked: mask.phone(phone) };
}

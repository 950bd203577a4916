import {
  accepted,
  refuse,
  type EnrolSecondFactor,
  type Nothing,
  type Refusal,
  type ResetSecondFactor,
  type SecondFactorEnrolment,
  type SecondFactorOf,
} from '@demerit/contracts';
import { Idempotency, Transactions } from '@demerit/messaging';
import { AuditStore, newId } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { OwnCases } from '../own-cases/own-cases';
import { AccountsStore } from '../accounts/accounts.store';
import { IdentityConfig } from '../codes/identity.config';
import { PendingLogIns } from '../sessions/pending-log-ins';
import { SessionNews } from '../sessions/session-news';
import { SessionsStore } from '../sessions/sessions.store';
import {
  carriesMore,
  checkConfirmable,
  checkEnrolment,
  checkEnrolled,
  newRecovery,
  used,
  withWrongTry,
  wrongSecondFactor,
  type Proof,
} from '../totp/factors.rules';
import { FactorsStore } from '../totp/factors.store';
import type { FactorDocument } from '../totp/factors.types';
import { SecondFactors } from '../totp/second-factors';
import { newSecret, uriOf } from '../totp/totp';
import { SecondFactorReset } from './second-factor-reset';

/** What is done with a factor whose code is right. */
interface Step {
  check: (factor: FactorDocument | undefined) => Refusal | undefined;
  isEnough?: (proof: Proof) => boolean;
  take: (factor: FactorDocument, session: ClientSession) => Promise<void>;
}

/** The second factor of an account: enrolled and taken off by its owner, reset by an admin. rules.md §1. */
@Injectable()
export class SecondFactorService {
  constructor(
    private readonly accounts: AccountsStore,
    private readonly factors: FactorsStore,
    private readonly codes: SecondFactors,
    private readonly sessions: SessionsStore,
    private readonly pending: PendingLogIns,
    private readonly news: SessionNews,
    private readonly config: IdentityConfig,
    private readonly resetting: SecondFactorReset,
    private readonly ownCases: OwnCases,
    private readonly audit: AuditStore,
    private readonly idempotency: Idempotency,
    private readonly transactions: Transactions,
  ) {}

  /** What is kept under the key is the factor's id alone: secret and recovery codes are told by it until the factor is confirmed. */
  async enrol({ caller, idempotency }: EnrolSecondFactor): Promise<SecondFactorEnrolment> {
    const { accountId } = caller;
    const { factorId } = await this.idempotency.run(idempotency, (session) =>
      this.enrolIn(session, accountId),
    );
    const account = await this.accounts.find(accountId);
    const factor = await this.factors.find(accountId);
    if (!account || factor?.factorId !== factorId) throw refuse('SECOND_FACTOR_NOT_FOUND');
    accepted(checkEnrolment(factor));
    const label = this.accounts.phoneMasked(account) ?? accountId;
    return {
      otpauthUri: uriOf(this.factors.secretOf(factor), label),
      recoveryCodes: this.codes.recoveryCodesOf(factorId),
    };
  }

  private async enrolIn(session: ClientSession, accountId: string): Promise<{ factorId: string }> {
    await this.accounts.touchOpen(accountId, session);
    const before = await this.factors.find(accountId, session);
    accepted(checkEnrolment(before));
    const factorId = newId('fac');
    const factor = {
      _id: accountId,
      factorId,
      secret: this.factors.encrypted(newSecret()),
      lastStep: 0,
      recoveryLeft: newRecovery(),
      wrongTries: 0,
      wrongSince: new Date(),
      version: before?.version ?? 0,
    };
    await this.factors.save(factor, session);
    return { factorId };
  }

  /** The session that confirms it has shown it: its next token carries what the account may do. */
  async confirm({ caller, body }: SecondFactorOf): Promise<Nothing> {
    const { accountId, sessionId = '' } = caller;
    return this.prove(accountId, body.code, {
      check: checkConfirmable,
      isEnough: (proof) => 'step' in proof,
      take: async (factor, session) => {
        await this.factors.save({ ...factor, confirmedAt: new Date() }, session);
        await this.sessions.markSecondFactor(sessionId, session);
        await this.sayIn(session, { actor: accountId, act: 'second-factor.set', accountId });
      },
    });
  }

  async remove({ caller: { accountId }, body }: SecondFactorOf): Promise<Nothing> {
    return this.prove(accountId, body.code, {
      check: checkEnrolled,
      take: async (_factor, session) => {
        await this.factors.remove(accountId, session);
        await this.pending.removeAll(accountId, session);
        await this.endThoseWithIt(accountId, session);
        await this.sayIn(session, { actor: accountId, act: 'second-factor.removed', accountId });
      },
    });
  }

  /** What a session may do by the second factor it may not without: such sessions end, with the tokens that are out. */
  private async endThoseWithIt(accountId: string, session: ClientSession): Promise<void> {
    const account = await this.accounts.touch(accountId, session);
    if (account && carriesMore(account.roles, this.config.staffSecondFactor))
      await this.news.endWithSecondFactor(accountId, session);
    else await this.sessions.unmarkSecondFactor(accountId, session);
  }

  async reset({ caller, idempotency, accountId, body }: ResetSecondFactor): Promise<Nothing> {
    return this.idempotency.run(idempotency, async (session) => {
      if (!(await this.accounts.find(accountId, session))) throw refuse('ACCOUNT_NOT_FOUND');
      accepted(await this.ownCases.ofAccount(caller, accountId, session));
      await this.accounts.touchOpen(accountId, session);
      const by = { actor: caller.accountId, reason: body.reason };
      await this.resetting.run({ accountId, ...by }, session);
      return {};
    });
  }

  /** A wrong code is counted, so the refusal comes after the transaction. */
  private async prove(
    accountId: string,
    code: string,
    { check, isEnough = () => true, take }: Step,
  ): Promise<Nothing> {
    const isRight = await this.transactions.run(async (session) => {
      await this.accounts.touchOpen(accountId, session);
      const factor = await this.factors.find(accountId, session);
      accepted(check(factor));
      if (!factor) return false;
      const now = new Date();
      const counted = accepted(withWrongTry(factor, now));
      const proof = this.codes.proofOf(factor, code, now);
      if (!proof || !isEnough(proof)) {
        await this.factors.save(counted, session);
        return false;
      }
      await take(used(factor, proof), session);
      return true;
    });
    if (!isRight) throw wrongSecondFactor();
    return {};
  }

  private async sayIn(
    session: ClientSession,
    { actor, act, accountId }: { actor: string; act: string; accountId: string },
  ): Promise<void> {
    const row = { actor, act, subject: accountId };
    await this.audit.add({ ...row, before: {}, after: {} }, session);
  }
}

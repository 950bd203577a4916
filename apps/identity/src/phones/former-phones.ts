import { wording } from '@demerit/contracts';
import { Transactions } from '@demerit/messaging';
import { Jobs, workThrough } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import { AccountsStore, type AccountDocument } from '../accounts/accounts.store';
import { SmsSender } from '../sms/sms.sender';

const SEND_EVERY_MS = 60_000;

/** Numbers that an account had until an officer set another one are sent word of it: at once, and again until it has left. */
@Injectable()
export class FormerPhones {
  private readonly logger = new Logger(FormerPhones.name);

  constructor(
    private readonly accounts: AccountsStore,
    private readonly sender: SmsSender,
    private readonly transactions: Transactions,
    jobs: Jobs,
  ) {
    jobs.every('word to former phones', SEND_EVERY_MS, async () => {
      await workThrough(this.accounts.unsent(), (account) => this.send(account));
    });
  }

  /** The job comes back to what could not be sent. */
  async sendOne(accountId: string): Promise<void> {
    try {
      const account = await this.accounts.find(accountId);
      if (account) await this.send(account);
    } catch (error) {
      this.logger.warn({ msg: 'word to a former phone will be sent later', accountId, err: error });
    }
  }

  private async send(account: AccountDocument): Promise<void> {
    const { _id: accountId, formerSince } = account;
    const former = this.accounts.formerPhoneOf(account);
    if (former === null || formerSince === undefined) return;
    const phone = this.accounts.phoneMasked(account) ?? '';
    const { en, 'zh-CN': zh } = wording('sms.phone_set', { phone });
    const smsId = `phone_set_${accountId}_${String(formerSince.getTime())}`;
    await this.sender.send({ smsId, phone: former, text: `${zh}${en}` });
    await this.transactions.run(async (session) => {
      const now = await this.accounts.find(accountId, session);
      if (now?.formerSince?.getTime() !== formerSince.getTime()) return;
      const { formerPhone: _phone, formerSince: _since, ...rest } = now;
      await this.accounts.save(rest, session);
    });
  }
}

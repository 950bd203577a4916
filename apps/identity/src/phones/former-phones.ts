import { wording } from '@demerit/contracts';
import { Jobs, workThrough } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import { SmsSender } from '../sms/sms.sender';
import { FormerPhonesStore, type FormerPhoneDocument } from './former-phones.store';

const SEND_EVERY_MS = 60_000;

/** Numbers that an account had until an officer set another one are sent word of it: at once, and again until it has left. */
@Injectable()
export class FormerPhones {
  private readonly logger = new Logger(FormerPhones.name);

  constructor(
    private readonly former: FormerPhonesStore,
    private readonly sender: SmsSender,
    jobs: Jobs,
  ) {
    jobs.every('word to former phones', SEND_EVERY_MS, () => this.sendAll());
  }

  async sendAll(): Promise<void> {
    await workThrough(this.former.all(), (row) => this.send(row));
  }

  /** The job comes back to what could not be sent. */
  async sendOf(accountId: string): Promise<void> {
    try {
      await workThrough(await this.former.ofAccount(accountId), (row) => this.send(row));
    } catch (error) {
      this.logger.warn({ msg: 'word to a former phone will be sent later', accountId, err: error });
    }
  }

  private async send(row: FormerPhoneDocument): Promise<void> {
    const { en, 'zh-CN': zh } = wording('sms.phone_set', { phone: row.nextMasked });
    const phone = this.former.phoneOf(row);
    await this.sender.send({ smsId: `phone_set_${row._id}`, phone, text: `${zh}${en}` });
    await this.former.remove(row);
  }
}

import { refuse, type Language, type SendSms, type Sms } from '@demerit/contracts';
import { ServiceConfig } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { AccountsStore } from '../accounts/accounts.store';
import { VerificationStore } from '../identities/verification.store';
import { SmsSender } from './sms.sender';
import { SmsStore } from './sms.store';

@Injectable()
export class SmsService {
  constructor(
    private readonly config: ServiceConfig,
    private readonly sender: SmsSender,
    private readonly store: SmsStore,
    private readonly accounts: AccountsStore,
    private readonly verifications: VerificationStore,
  ) {}

  async send({ smsId, phone, personKey, texts, code }: SendSms): Promise<object> {
    const text = texts[await this.languageOf(personKey)];
    await this.sender.send({ smsId, phone, text, ...(code === undefined ? {} : { code }) });
    return {};
  }

  /** Whoever has not said what they read is written to in Chinese. */
  private async languageOf(personKey: string): Promise<Language> {
    const [person] = await this.verifications.findAllVerified([personKey]);
    const account = person && (await this.accounts.find(person._id));
    return account?.language ?? 'zh-CN';
  }

  async list(phone: string): Promise<{ items: Sms[] }> {
    if (!this.config.sandbox) throw refuse('ROUTE_NOT_FOUND');
    return { items: await this.store.list(phone) };
  }
}

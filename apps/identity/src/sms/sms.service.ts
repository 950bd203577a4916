import { refuse, type SendSms, type Sms } from '@demerit/contracts';
import { ServiceConfig } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { SmsSender } from './sms.sender';
import { SmsStore } from './sms.store';

@Injectable()
export class SmsService {
  constructor(
    private readonly config: ServiceConfig,
    private readonly sender: SmsSender,
    private readonly store: SmsStore,
  ) {}

  async send({ smsId, phone, text, code }: SendSms): Promise<object> {
    await this.sender.send({ smsId, phone, text, ...(code === undefined ? {} : { code }) });
    return {};
  }

  async list(phone: string): Promise<{ items: Sms[] }> {
    if (!this.config.sandbox) throw refuse('ROUTE_NOT_FOUND');
    return { items: await this.store.list(phone) };
  }
}

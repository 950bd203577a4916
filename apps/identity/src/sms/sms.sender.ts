import { Injectable, Logger } from '@nestjs/common';
import { notSent } from './sending.rules';
import { SmsStore } from './sms.store';

export interface SmsMessage {
  /** The same id is sent once. */
  smsId: string;
  phone: string;
  text: string;
  /** The code that the text holds, if it holds one. */
  code?: string;
}

/** The way out to telephones. Sending the same message again does nothing. */
export abstract class SmsSender {
  abstract send(message: SmsMessage): Promise<void>;
}

/** Keeps messages where a tester reads them. */
@Injectable()
export class SandboxSmsSender implements SmsSender {
  constructor(private readonly store: SmsStore) {}

  async send(message: SmsMessage): Promise<void> {
    await this.store.add(message, new Date());
  }
}

/** Outside a sandbox there is no provider yet: sending fails, and may be tried again. */
@Injectable()
export class NoSmsSender implements SmsSender {
  private readonly logger = new Logger(NoSmsSender.name);

  async send(): Promise<void> {
    this.logger.error('no SMS provider is configured');
    throw notSent();
  }
}

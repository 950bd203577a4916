import { keyedHash } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import { PaymentSandboxConfig } from './payment-sandbox.config';
import { nextAttemptAt } from './payments.rules';
import { PaymentsStore } from './payments.store';
import type { SandboxPaymentDocument } from './payments.types';

const AT_ONCE = 50;
const TIMEOUT_MS = 5_000;

/**
 * Sends signed notifications to the gateway until each copy is answered with 2xx. Headers: `x-demerit-timestamp` (seconds since 1970, anew at each
 * attempt) and `x-demerit-signature` = HMAC-SHA-256 in base64url over `timestamp.body`.
 */
@Injectable()
export class NoticeSender {
  private readonly logger = new Logger(NoticeSender.name);

  constructor(
    private readonly payments: PaymentsStore,
    private readonly config: PaymentSandboxConfig,
  ) {}

  async sendDue(): Promise<void> {
    for (;;) {
      const due = await this.payments.toTell(new Date(), AT_ONCE);
      await Promise.all(due.map((payment) => this.sendCopies(payment)));
      if (due.length < AT_ONCE) return;
    }
  }

  private async sendCopies({ _id, notice }: SandboxPaymentDocument): Promise<void> {
    if (!notice) return;
    for (let copy = notice.copiesLeft; copy > 0; copy -= 1) {
      const problem = await this.send(notice.body);
      if (problem !== undefined) {
        this.logger.warn({
          msg: 'notification not taken, will be repeated',
          paymentId: _id,
          problem,
        });
        await this.payments.putOff(_id, nextAttemptAt(notice.attempts + 1, new Date()));
        return;
      }
      await this.payments.copyTaken(_id);
    }
  }

  /** Undefined when it was taken, else why not. */
  private async send(body: string): Promise<string | undefined> {
    const timestamp = String(Math.floor(Date.now() / 1000));
    try {
      const response = await fetch(`${this.config.gatewayUrl}/v1/webhooks/payments/sandbox`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-demerit-timestamp': timestamp,
          'x-demerit-signature': keyedHash(
            this.config.paymentSandboxSecret,
            `${timestamp}.${body}`,
          ),
        },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.arrayBuffer();
      return response.ok ? undefined : `answered ${response.status}`;
    } catch (error) {
      return String(error);
    }
  }
}

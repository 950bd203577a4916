import { ServiceUnavailable } from '@demerit/messaging';
import { constantTimeEqual, keyedHash } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { IsIn, IsInt, IsString, Matches, Max, MaxLength, Min, validateSync } from 'class-validator';
import { IsInstant } from '@demerit/contracts';
import type { PaymentProvider, ProviderState, SignedNotification } from './payment-provider';
import { PaymentsConfig } from './payments.config';
import type { PaymentRecord, Settlement } from './settlement.rules';

const TIMEOUT_MS = 3_000;
/** A notification signed longer ago than this is a replay; the provider signs anew each time it repeats one. */
const SIGNATURE_LIFE_MS = 5 * 60_000;

/** What the sandbox says of a settled payment. */
class SandboxState {
  @IsString() @Matches(/^[A-Za-z0-9_-]{1,64}$/) paymentId: string;
  @IsIn(['pending', 'succeeded', 'failed']) status: 'pending' | 'succeeded' | 'failed';
  @IsInt() @Min(0) @Max(Number.MAX_SAFE_INTEGER) amountFen: number;
  @IsString() @MaxLength(8) currency: string;
}

class SandboxNotification {
  @IsString() @Matches(/^[A-Za-z0-9_-]{1,80}$/) eventId: string;
  @IsString() @Matches(/^[A-Za-z0-9_-]{1,64}$/) paymentId: string;
  @IsIn(['succeeded', 'failed']) status: 'succeeded' | 'failed';
  @IsInt() @Min(0) @Max(Number.MAX_SAFE_INTEGER) amountFen: number;
  @IsString() @MaxLength(8) currency: string;
  @IsInstant() settledAt: string;
}

/** The pretended provider of apps/payment-sandbox. */
@Injectable()
export class SandboxProvider implements PaymentProvider {
  constructor(private readonly config: PaymentsConfig) {}

  async create({
    _id,
    amountFen,
    currency,
    expiresAt,
  }: PaymentRecord): Promise<{ payUrl: string }> {
    const answer = await this.call('POST', '/payments', {
      paymentId: _id,
      amountFen,
      currency,
      expiresAt: expiresAt.toISOString(),
    });
    const { payUrl } = answer as { payUrl?: unknown };
    if (typeof payUrl !== 'string') throw new Error('the payment sandbox named no page to pay at');
    return { payUrl };
  }

  async query(paymentId: string): Promise<ProviderState> {
    const answer = await this.call('GET', `/payments/${paymentId}`);
    const state = plainToInstance(SandboxState, answer);
    const { settledAt } = answer as { settledAt?: string };
    if (validateSync(state).length > 0) throw new Error('the payment sandbox answered nonsense');
    if (state.status === 'pending' || settledAt === undefined) return { status: 'pending' };
    const { status, amountFen, currency } = state;
    return { paymentId, status, amountFen, currency, settledAt: new Date(settledAt) };
  }

  async refund(paymentId: string, refundId: string, amountFen: number): Promise<void> {
    await this.call('POST', `/payments/${paymentId}/refunds`, { refundId, amountFen });
  }

  verify(
    { body, signature, timestamp }: SignedNotification,
    realNow: Date,
  ): (Settlement & { eventId: string }) | undefined {
    const text = body.toString('utf8');
    const expected = keyedHash(this.config.paymentSandboxSecret, `${timestamp}.${text}`);
    if (!constantTimeEqual(expected, signature)) return undefined;
    const ageMs = Math.abs(realNow.getTime() - Number(timestamp) * 1_000);
    if (!(ageMs <= SIGNATURE_LIFE_MS)) return undefined;
    const notification = plainToInstance(SandboxNotification, parsed(text));
    if (!(notification instanceof SandboxNotification)) return undefined;
    if (validateSync(notification).length > 0) return undefined;
    return { ...notification, settledAt: new Date(notification.settledAt) };
  }

  private async call(method: string, path: string, body?: object): Promise<unknown> {
    const response = await this.send(method, path, body);
    if (!response.ok) {
      await response.arrayBuffer();
      throw new ServiceUnavailable('payment-sandbox', `${path} answered ${response.status}`);
    }
    return response.json();
  }

  private async send(method: string, path: string, body?: object): Promise<Response> {
    try {
      return await fetch(`${this.config.paymentSandboxUrl}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${this.config.paymentSandboxSecret}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      throw new ServiceUnavailable('payment-sandbox', String(error));
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

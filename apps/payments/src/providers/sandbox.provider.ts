import { IsInstant, IsOptional } from '@demerit/contracts';
import { ServiceUnavailable } from '@demerit/messaging';
import { constantTimeEqual, keyedHash } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { plainToInstance, Type } from 'class-transformer';
import {
  IsArray,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
  validateSync,
} from 'class-validator';
import { PaymentsConfig } from './payments.config';
import type {
  ListPage,
  PaymentProvider,
  PaymentToOpen,
  ProviderState,
  SignedNotification,
} from './payment-provider';
import type { ClosedState, Verified } from './provider.types';

const TIMEOUT_MS = 3_000;
/** A notification signed longer ago than this is a replay; the provider signs anew each time it repeats one. */
const SIGNATURE_LIFE_MS = 5 * 60_000;
const PROVIDER = 'sandbox' as const;
const STATUSES = ['pending', 'succeeded', 'failed', 'closed'] as const;

/** What the sandbox says of a payment. */
class SandboxState {
  @IsString() @Matches(/^[A-Za-z0-9_-]{1,64}$/) paymentId: string;
  @IsIn(STATUSES) status: (typeof STATUSES)[number];
  @IsInt() @Min(0) @Max(Number.MAX_SAFE_INTEGER) amountFen: number;
  @IsString() @MaxLength(8) currency: string;
  @IsOptional() @IsInstant() settledAt?: string;
  @IsInt() @Min(0) @Max(Number.MAX_SAFE_INTEGER) refundedFen: number;
}

class SandboxList {
  @IsArray() @ValidateNested({ each: true }) @Type(() => SandboxState) items: SandboxState[];
  @IsOptional() @IsString() next?: string;
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
  }: PaymentToOpen): Promise<{ payUrl: string }> {
    const response = await this.call('POST', '/payments', {
      paymentId: _id,
      amountFen,
      currency,
      expiresAt: expiresAt.toISOString(),
    });
    const { payUrl } = (await response.json()) as { payUrl?: unknown };
    if (typeof payUrl !== 'string') throw nonsense('no page to pay at');
    return { payUrl };
  }

  async query(paymentId: string): Promise<ProviderState> {
    const response = await this.send('GET', `/payments/${paymentId}`);
    if (response.status === 422 && (await isUnknown(response))) return { status: 'unknown' };
    return stateIn(checked(SandboxState, await (await answered(response)).json()));
  }

  async close(paymentId: string): Promise<ClosedState> {
    const response = await this.send('POST', `/payments/${paymentId}/close`);
    if (response.status === 422 && (await isUnknown(response))) return { status: 'closed' };
    const state = stateIn(checked(SandboxState, await (await answered(response)).json()));
    if (state.status === 'pending') throw nonsense('a payment that is still open');
    return state;
  }

  async refund(paymentId: string, refundId: string, amountFen: number): Promise<void> {
    const path = `/payments/${paymentId}/refunds`;
    await (await this.call('POST', path, { refundId, amountFen })).arrayBuffer();
  }

  verify({ body, headers }: SignedNotification, realNow: Date): Verified {
    const timestamp = headers['x-demerit-timestamp'] ?? '';
    const text = body.toString('utf8');
    const expected = keyedHash(this.config.paymentSandboxSecret, `${timestamp}.${text}`);
    if (!constantTimeEqual(expected, headers['x-demerit-signature'] ?? '')) return 'forged';
    const ageMs = Math.abs(realNow.getTime() - Number(timestamp) * 1_000);
    if (!(ageMs <= SIGNATURE_LIFE_MS)) return 'forged';
    const notification = plainToInstance(SandboxNotification, parsed(text));
    if (!(notification instanceof SandboxNotification)) return 'unreadable';
    if (validateSync(notification).length > 0) return 'unreadable';
    const { eventId, paymentId, status, amountFen, currency } = notification;
    const settledAt = new Date(notification.settledAt);
    return { provider: PROVIDER, eventId, paymentId, status, amountFen, currency, settledAt };
  }

  async list(day: string, after?: string): Promise<ListPage> {
    const query = new URLSearchParams({ settledOn: day, ...(after !== undefined && { after }) });
    const response = await this.call('GET', `/payments?${query.toString()}`);
    const { items, next } = checked(SandboxList, await response.json());
    const listed = items.map((state) => ({ ...state, settledAt: settledAtOf(state) }));
    return { items: listed, ...(next !== undefined && { next }) };
  }

  private async call(method: string, path: string, body?: object): Promise<Response> {
    return answered(await this.send(method, path, body));
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

async function answered(response: Response): Promise<Response> {
  if (response.ok) return response;
  const { pathname } = new URL(response.url);
  await response.arrayBuffer();
  throw new ServiceUnavailable('payment-sandbox', `${pathname} answered ${response.status}`);
}

async function isUnknown(response: Response): Promise<boolean> {
  const { refusal } = (await response.clone().json()) as { refusal?: { code?: string } };
  return refusal?.code === 'PAYMENT_NOT_FOUND';
}

function checked<T extends object>(form: new () => T, answer: unknown): T {
  const value = plainToInstance(form, answer);
  if (!(value instanceof form) || validateSync(value).length > 0) throw nonsense('another form');
  return value;
}

function stateIn(state: SandboxState): { status: 'pending' } | ClosedState {
  const { paymentId, status, amountFen, currency } = state;
  if (status === 'pending' || status === 'closed') return { status };
  const settledAt = settledAtOf(state);
  return { provider: PROVIDER, paymentId, status, amountFen, currency, settledAt };
}

function settledAtOf({ settledAt }: SandboxState): Date {
  if (settledAt === undefined) throw nonsense('no time of settlement');
  return new Date(settledAt);
}

function nonsense(what: string): ServiceUnavailable {
  return new ServiceUnavailable('payment-sandbox', `its answer has ${what}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

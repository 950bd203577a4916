import { PaymentOutcomeBody } from '@demerit/contracts';
import { InternalErrors } from '@demerit/platform';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { PaymentSandboxConfig } from './payment-sandbox.config';
import { ListQuery, OpenPaymentBody, RefundBody } from './payments.bodies';
import { LIST_PAGE, PaymentsService } from './payments.service';
import { SecretGuard } from './secret.guard';
import type { SandboxPaymentDocument } from './payments.types';

/** A payment as payments asks for it. */
interface PaymentState {
  paymentId: string;
  payUrl: string;
  status: SandboxPaymentDocument['status'];
  amountFen: number;
  currency: 'CNY';
  settledAt?: string;
  /** What went back so far. */
  refundedFen: number;
}

/** The provider's interface. Errors: 401 without the secret, 422 `{refusal}`, 503 `{failure: true}`. */
@Controller('payments')
@UseFilters(InternalErrors)
export class PaymentsController {
  constructor(
    private readonly payments: PaymentsService,
    private readonly config: PaymentSandboxConfig,
  ) {}

  @Post()
  @UseGuards(SecretGuard)
  async open(@Body() body: OpenPaymentBody): Promise<PaymentState> {
    return this.stateOf(await this.payments.open(body));
  }

  /** For reconciliation: what succeeded on a Shanghai day; `next` asks for what follows. */
  @Get()
  @UseGuards(SecretGuard)
  async list(@Query() query: ListQuery): Promise<{ items: PaymentState[]; next?: string }> {
    const payments = await this.payments.list(query);
    const items = payments.map((payment) => this.stateOf(payment));
    const last = payments.length === LIST_PAGE ? payments.at(-1) : undefined;
    return { items, ...(last && { next: last._id }) };
  }

  @Get(':paymentId')
  @UseGuards(SecretGuard)
  async get(@Param('paymentId') paymentId: string): Promise<PaymentState> {
    return this.stateOf(await this.payments.find(paymentId));
  }

  /** Nobody can pay it any more; the answer says whether somebody did before. */
  @Post(':paymentId/close')
  @HttpCode(200)
  @UseGuards(SecretGuard)
  async close(@Param('paymentId') paymentId: string): Promise<PaymentState> {
    return this.stateOf(await this.payments.close(paymentId));
  }

  @Post(':paymentId/refunds')
  @HttpCode(200)
  @UseGuards(SecretGuard)
  async refund(
    @Param('paymentId') paymentId: string,
    @Body() body: RefundBody,
  ): Promise<PaymentState> {
    return this.stateOf(await this.payments.refund(paymentId, body));
  }

  /** Open to whoever plays the payer, as the gateway's sandbox route is. */
  @Post(':paymentId/outcome')
  @HttpCode(202)
  async outcome(
    @Param('paymentId') paymentId: string,
    @Body() body: PaymentOutcomeBody,
  ): Promise<PaymentState> {
    return this.stateOf(await this.payments.settle(paymentId, body));
  }

  private stateOf(payment: SandboxPaymentDocument): PaymentState {
    const { _id, status, currency, settledAt, outcome, refunds } = payment;
    return {
      paymentId: _id,
      payUrl: `${this.config.paymentSandboxUrl}/pay/${_id}`,
      status,
      // An answer says the same as the notification did: a lie about the amount stays one.
      amountFen: outcome?.amountFen ?? payment.amountFen,
      currency,
      ...(settledAt && { settledAt: settledAt.toISOString() }),
      refundedFen: refunds.reduce((sum, { amountFen }) => sum + amountFen, 0),
    };
  }
}

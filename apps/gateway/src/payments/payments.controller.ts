import { PaymentView, type Caller } from '@demerit/contracts';
import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AnyRole } from '../http/requests/access';
import { Who } from '../http/requests/caller';
import { idOr } from '../http/requests/ids';
import { Services } from '../http/services';

@ApiTags('Payments')
@Controller()
export class PaymentsController {
  constructor(private readonly services: Services) {}

  /** A payment, for who began it. */
  @Get('v1/payments/:paymentId')
  @AnyRole()
  get(@Who() caller: Caller, @Param('paymentId') id: string): Promise<PaymentView> {
    const paymentId = idOr('PAYMENT_NOT_FOUND', id);
    return this.services.ask('payment.get', { caller, paymentId });
  }

  /** Who began it cancels it: nobody can pay it any more. */
  @Delete('v1/payments/:paymentId')
  @HttpCode(204)
  @AnyRole()
  async cancel(@Who() caller: Caller, @Param('paymentId') id: string): Promise<void> {
    const paymentId = idOr('PAYMENT_NOT_FOUND', id);
    await this.services.ask('payment.cancel', { caller, paymentId });
  }
}

import {
  Order,
  PageQuery,
  PaymentBody,
  PaymentView,
  Receipt,
  type Caller,
  type CommandKey,
  type Language,
  type OrderOfVehicle,
  type Page,
  type ReceiptOfDriver,
} from '@demerit/contracts';
import { ServiceUnavailable } from '@demerit/messaging';
import { mask } from '@demerit/platform';
import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AnyRole } from '../http/requests/access';
import { Key, Reads, WantsPage, Who } from '../http/requests/caller';
import { TakesKey } from '../http/requests/idempotency-key';
import { idOr } from '../http/requests/ids';
import { ApiPageResponse, ApiPrintableResponse } from '../http/responses/api-responses';
import { asJsonOrPage } from '../http/responses/html-page';
import { withPlate } from '../http/responses/joined';
import { Services } from '../http/services';
import { receiptPage } from './receipt-page';

@ApiTags('Payments')
@Controller()
export class OrdersController {
  constructor(private readonly services: Services) {}

  /** The caller's orders. */
  @Get('v1/orders')
  @AnyRole()
  @ApiPageResponse(Order)
  async list(@Who() caller: Caller, @Query() page: PageQuery): Promise<Page<Order>> {
    const { items, nextCursor } = await this.services.ask('order.list', { caller, page });
    const plates = await this.platesOf(items);
    return { items: items.map((order) => withPlate(order, plates)), nextCursor };
  }

  /** An order, for anyone who holds its id. */
  @Get('v1/orders/:orderId')
  @AnyRole()
  async get(@Who() caller: Caller, @Param('orderId') id: string): Promise<Order> {
    const orderId = idOr('ORDER_NOT_FOUND', id);
    const order = await this.services.ask('order.get', { caller, orderId });
    return withPlate(order, await this.platesOf([order]));
  }

  /** The payments of an order that the caller began, the newest first. */
  @Get('v1/orders/:orderId/payments')
  @AnyRole()
  @ApiPageResponse(PaymentView)
  payments(
    @Who() caller: Caller,
    @Param('orderId') id: string,
    @Query() page: PageQuery,
  ): Promise<Page<PaymentView>> {
    const orderId = idOr('ORDER_NOT_FOUND', id);
    return this.services.ask('payment.list', { caller, orderId, page });
  }

  /** Begins to pay an order: where to pay, how much, until when. The owner of the order may begin another one: the first is closed. */
  @Post('v1/orders/:orderId/payments')
  @AnyRole()
  @TakesKey()
  pay(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Param('orderId') id: string,
    @Body() body: PaymentBody,
  ) {
    const orderId = idOr('ORDER_NOT_FOUND', id);
    return this.services.ask('payment.create', { caller, idempotency, orderId, body });
  }

  /** The receipt, for driver, payer and officers. */
  @Get('v1/orders/:orderId/receipt')
  @AnyRole()
  @ApiPrintableResponse(Receipt)
  async receipt(
    @Who() caller: Caller,
    @WantsPage() wantsPage: boolean,
    @Reads() language: Language,
    @Param('orderId') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Receipt | string> {
    const orderId = idOr('ORDER_NOT_FOUND', id);
    const receipt = await this.named(
      await this.services.ask('order.receipt', { caller, orderId }),
      caller,
    );
    return asJsonOrPage(reply, wantsPage, receipt, (view) => receiptPage(view, language));
  }

  /** Whom it is of, whole on their own copy and the officer's, and of which violation. */
  private async named(
    { accountId, ...receipt }: ReceiptOfDriver,
    caller: Caller,
  ): Promise<Receipt> {
    const { decisionNumber } = receipt;
    const [names, subject] = await Promise.all([
      this.services.namesOf([accountId]),
      decisionNumber === undefined
        ? undefined
        : this.services.ask('decision.subject', { decisionNumber }),
    ]);
    const name = names[accountId];
    const isWhole = accountId === caller.accountId || caller.roles.includes('officer');
    return {
      ...receipt,
      ...(subject && { noticeNumber: subject.noticeNumber, plateNumber: subject.plateNumber }),
      ...(name !== undefined && (isWhole ? { name } : { nameMasked: mask.name(name) })),
    };
  }

  /** While vehicles does not answer orders are read and paid all the same, without their plates. */
  private async platesOf(orders: OrderOfVehicle[]): Promise<Record<string, string>> {
    try {
      return await this.services.platesOf(orders.map(({ vehicleId }) => vehicleId));
    } catch (error) {
      if (error instanceof ServiceUnavailable) return {};
      throw error;
    }
  }
}

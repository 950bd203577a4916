import { ReceiptCheck, ReceiptCheckQuery, type Language } from '@demerit/contracts';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../http/requests/access';
import { Reads, WantsPage } from '../http/requests/caller';
import { ApiPrintableResponse } from '../http/responses/api-responses';
import { asJsonOrPage } from '../http/responses/html-page';
import { Services } from '../http/services';
import { receiptCheckPage } from './receipt-page';

const NUMBER = /^R\d{4}-\d{8,10}$/;

@ApiTags('Payments')
@Controller()
export class ReceiptsController {
  constructor(private readonly services: Services) {}

  /** Whether a printed receipt is genuine, for whoever holds it. A wrong code gets the same answer as a number that does not exist. */
  @Get('v1/receipts/:receiptNumber')
  @Public()
  @ApiPrintableResponse(ReceiptCheck)
  async check(
    @WantsPage() wantsPage: boolean,
    @Reads() language: Language,
    @Param('receiptNumber') receiptNumber: string,
    @Query() { code }: ReceiptCheckQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReceiptCheck | string> {
    const { accountId, ...found } = NUMBER.test(receiptNumber)
      ? await this.services.ask('receipt.check', { receiptNumber, code })
      : { genuine: false, accountId: undefined };
    const check = { ...found, ...(await this.services.maskedName(accountId)) };
    return asJsonOrPage(reply, wantsPage, check, (view) => receiptCheckPage(view, language));
  }
}

import { DecisionCheck, DecisionCheckQuery, type Language } from '@demerit/contracts';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../http/requests/access';
import { Reads, WantsPage } from '../http/requests/caller';
import { ApiPrintableResponse } from '../http/responses/api-responses';
import { asJsonOrPage } from '../http/responses/html-page';
import { Services } from '../http/services';
import { decisionCheckPage } from './decision-page';

const NUMBER = /^[0-9A-Z-]{1,64}$/;

@ApiTags('Violations')
@Controller()
export class ChecksController {
  constructor(private readonly services: Services) {}

  /** Whether a printed decision is genuine, for whoever has it in hand. A wrong code gets the same answer as a number that does not exist. */
  @Get('v1/checks/decisions/:decisionNumber')
  @Public()
  @ApiPrintableResponse(DecisionCheck)
  async decision(
    @WantsPage() wantsPage: boolean,
    @Reads() language: Language,
    @Param('decisionNumber') decisionNumber: string,
    @Query() { code }: DecisionCheckQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DecisionCheck | string> {
    const { accountId, ...found } = NUMBER.test(decisionNumber)
      ? await this.services.ask('decision.check', { decisionNumber, code })
      : { genuine: false, accountId: undefined };
    const check = { ...found, ...(await this.services.maskedName(accountId)) };
    return asJsonOrPage(reply, wantsPage, check, (view) => decisionCheckPage(view, language));
  }
}

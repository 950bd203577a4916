import {
  Decision,
  RevocationBody,
  type Caller,
  type CommandKey,
  type Language,
} from '@demerit/contracts';
import { ServiceUnavailable } from '@demerit/messaging';
import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AnyRole, Roles } from '../http/requests/access';
import { Key, Reads, WantsPage, Who } from '../http/requests/caller';
import { TakesKey } from '../http/requests/idempotency-key';
import { decisionNumberIn } from '../http/requests/ids';
import { ApiPrintableResponse } from '../http/responses/api-responses';
import { asJsonOrPage } from '../http/responses/html-page';
import { withName } from '../http/responses/joined';
import { Services } from '../http/services';
import { decisionPage } from './decision-page';

@Controller()
export class DecisionsController {
  constructor(private readonly services: Services) {}

  /** A penalty decision as it was issued, for its driver and for officers; says so when it was revoked or withdrawn. */
  @Get('v1/decisions/:decisionNumber')
  @AnyRole()
  @ApiTags('Violations')
  @ApiPrintableResponse(Decision)
  async decision(
    @Who() caller: Caller,
    @Reads() language: Language,
    @WantsPage() wantsPage: boolean,
    @Param('decisionNumber') number: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Decision | string> {
    const decisionNumber = decisionNumberIn(number);
    const found = await this.services.ask('decision.get', { caller, language, decisionNumber });
    const decision = withName(found, await this.services.namesOf([found.accountId]));
    return asJsonOrPage(reply, wantsPage, decision, (view) => decisionPage(view, language));
  }

  /** Takes a decision back: points reversed, slots freed, fine and surcharge refunded, the violation published again or eliminated. */
  @Post('v1/decisions/:decisionNumber/revocation')
  @HttpCode(200)
  @Roles('officer')
  @TakesKey()
  @ApiTags('Staff')
  async revoke(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Reads() language: Language,
    @Param('decisionNumber') number: string,
    @Body() body: RevocationBody,
  ): Promise<Decision> {
    const decisionNumber = decisionNumberIn(number);
    const command = { caller, idempotency, language, decisionNumber, body };
    const revoked = await this.services.ask('decision.revoke', command);
    return withName(revoked, await this.namesIfThere(revoked.accountId));
  }

  /** It is revoked, whether or not identity answers: then the name is left out. */
  private async namesIfThere(accountId: string): Promise<Record<string, string>> {
    try {
      return await this.services.namesOf([accountId]);
    } catch (error) {
      if (error instanceof ServiceUnavailable) return {};
      throw error;
    }
  }
}

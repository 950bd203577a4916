import { EndSessionsBody, PageQuery, SessionInfo, type Caller } from '@demerit/contracts';
import { Body, Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Roles } from '../http/requests/access';
import { Who } from '../http/requests/caller';
import { idOr } from '../http/requests/ids';
import { ApiPageResponse } from '../http/responses/api-responses';
import { Services } from '../http/services';

@ApiTags('Staff')
@Controller('v1/accounts/:accountId/sessions')
export class AccountSessionsController {
  constructor(private readonly services: Services) {}

  /** The sessions of an account: from what each was logged in and when it was used last. Written down in the audit. */
  @Get()
  @Roles('admin')
  @ApiPageResponse(SessionInfo)
  list(@Who() caller: Caller, @Param('accountId') id: string, @Query() page: PageQuery) {
    const accountId = idOr('ACCOUNT_NOT_FOUND', id);
    return this.services.ask('account-session.list', { caller, accountId, page });
  }

  /** Ends every session of an account: its refresh tokens count no more, within 2 seconds its access tokens are refused, and its event streams end. */
  @Delete()
  @HttpCode(204)
  @Roles('admin')
  async endAll(
    @Who() caller: Caller,
    @Param('accountId') id: string,
    @Body() body: EndSessionsBody,
  ): Promise<void> {
    const accountId = idOr('ACCOUNT_NOT_FOUND', id);
    await this.services.ask('account-session.end', { caller, accountId, body });
  }

  /** Ends one session of an account, in the same way. */
  @Delete(':sessionId')
  @HttpCode(204)
  @Roles('admin')
  async end(
    @Who() caller: Caller,
    @Param('accountId') id: string,
    @Param('sessionId') ofSession: string,
    @Body() body: EndSessionsBody,
  ): Promise<void> {
    const accountId = idOr('ACCOUNT_NOT_FOUND', id);
    const sessionId = idOr('SESSION_NOT_FOUND', ofSession);
    await this.services.ask('account-session.end', { caller, accountId, sessionId, body });
  }
}

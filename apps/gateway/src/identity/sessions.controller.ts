import {
  CodeBody,
  CodeSent,
  PageQuery,
  RefreshBody,
  SessionBody,
  SessionInfo,
  type Caller,
  type Language,
} from '@demerit/contracts';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AnyRole, Public } from '../http/requests/access';
import { Address, Device, DeviceName, Speaks, Who } from '../http/requests/caller';
import { idOr } from '../http/requests/ids';
import { ApiPageResponse } from '../http/responses/api-responses';
import { Services } from '../http/services';

@ApiTags('Identity')
@Controller()
export class SessionsController {
  constructor(private readonly services: Services) {}

  /** Sends a one-time code to a phone. */
  @Post('v1/auth/codes')
  @HttpCode(202)
  @Public()
  requestCode(@Body() body: CodeBody, @Address() address: string): Promise<CodeSent> {
    return this.services.ask('code.request', { ...body, address });
  }

  /** Logs in with a code; the first time creates the account. An account with a second factor is answered 401 `SECOND_FACTOR_REQUIRED` with a `secondFactorToken`, for `POST /v1/auth/second-factor`. */
  @Post('v1/auth/sessions')
  @Public()
  open(
    @Body() body: SessionBody,
    @Address() address: string,
    @Device() device: string,
    @DeviceName() deviceName: string | undefined,
    @Speaks() language: Language | undefined,
  ) {
    const named = deviceName === undefined ? {} : { deviceName };
    const from = { address, device, ...named, ...(language && { language }) };
    return this.services.ask('session.open', { ...body, ...from });
  }

  /** A fresh access token for a refresh token, which is replaced; until 90 days after the log-in, when the session ends for good. */
  @Post('v1/auth/sessions/refresh')
  @HttpCode(200)
  @Public()
  refresh(@Body() body: RefreshBody) {
    return this.services.ask('session.refresh', body);
  }

  /** Logs out: within 2 seconds the session's access tokens are refused as well, and its event streams end. */
  @Delete('v1/auth/sessions/current')
  @HttpCode(204)
  @AnyRole()
  async endCurrent(@Who() caller: Caller): Promise<void> {
    await this.services.ask('session.end', { caller, sessionId: caller.sessionId ?? '' });
  }

  /** The caller's sessions. */
  @Get('v1/me/sessions')
  @AnyRole()
  @ApiPageResponse(SessionInfo)
  list(@Who() caller: Caller, @Query() page: PageQuery) {
    return this.services.ask('session.list', { caller, page });
  }

  /** Ends one of the caller's sessions: within 2 seconds its access tokens are refused as well, and its event streams end. */
  @Delete('v1/me/sessions/:sessionId')
  @HttpCode(204)
  @AnyRole()
  async end(@Who() caller: Caller, @Param('sessionId') sessionId: string): Promise<void> {
    await this.services.ask('session.end', {
      caller,
      sessionId: idOr('SESSION_NOT_FOUND', sessionId),
    });
  }
}

import {
  AccountFound,
  AccountQuery,
  DeskPhoneBody,
  PhoneChanged,
  type Caller,
  type CommandKey,
} from '@demerit/contracts';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Roles } from '../http/requests/access';
import { Key, Who } from '../http/requests/caller';
import { TakesKey } from '../http/requests/idempotency-key';
import { idOr } from '../http/requests/ids';
import { Services } from '../http/services';

@ApiTags('Desk')
@Controller()
export class AccountsController {
  constructor(private readonly services: Services) {}

  /** For administrators: the account of this phone, or the one that is verified with this ID number. At the desk, `GET /v1/desk/licences?idNumber=` says whether somebody has one. */
  @Get('v1/accounts')
  @Roles('admin')
  search(@Who() caller: Caller, @Query() by: AccountQuery): Promise<AccountFound> {
    return this.services.ask('account.search', { caller, by });
  }

  /** Gives an account another phone, for a person present who cannot read the codes of the old one. Its sessions end: no refresh token counts any more, and within 2 seconds no access token. The old number is sent word. */
  @Post('v1/desk/accounts/:accountId/phone')
  @HttpCode(200)
  @Roles('officer')
  @TakesKey()
  phone(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Param('accountId') id: string,
    @Body() body: DeskPhoneBody,
  ): Promise<PhoneChanged> {
    const accountId = idOr('ACCOUNT_NOT_FOUND', id);
    return this.services.ask('phone.set', { caller, idempotency, accountId, body });
  }
}

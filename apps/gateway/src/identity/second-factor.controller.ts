import {
  SecondFactorBody,
  SecondFactorEnrolment,
  SecondFactorLogInBody,
  SecondFactorResetBody,
  type Caller,
  type CommandKey,
} from '@demerit/contracts';
import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AnyRole, Public, Roles } from '../http/requests/access';
import { Address, Device, DeviceName, Key, Who } from '../http/requests/caller';
import { TakesKey } from '../http/requests/idempotency-key';
import { idOr } from '../http/requests/ids';
import { Services } from '../http/services';

@ApiTags('Identity')
@Controller()
export class SecondFactorController {
  constructor(private readonly services: Services) {}

  /** The second step of a log-in that was answered with `SECOND_FACTOR_REQUIRED`: the code of the authenticator, or a recovery code, within 5 minutes and 5 tries of its `secondFactorToken`. Whatever is wrong, was used or comes too late is `SECOND_FACTOR_INVALID`. */
  @Post('v1/auth/second-factor')
  @Public()
  open(
    @Body() body: SecondFactorLogInBody,
    @Address() address: string,
    @Device() device: string,
    @DeviceName() deviceName: string | undefined,
  ) {
    const from = { address, device, ...(deviceName !== undefined && { deviceName }) };
    return this.services.ask('session.open-with-second-factor', { ...body, ...from });
  }

  /** A secret for the caller's authenticator and ten recovery codes, shown this once. It counts from its confirmation on: each log-in then needs it, and where it is required for staff, this session carries their roles from its next refresh on. Until then asking again replaces it. */
  @Post('v1/me/second-factor')
  @AnyRole()
  @TakesKey()
  enrol(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
  ): Promise<SecondFactorEnrolment> {
    return this.services.ask('second-factor.enrol', { caller, idempotency });
  }

  /** Shows by a code that the authenticator has the secret: `SECOND_FACTOR_INVALID` (401) for another one, and after five within a quarter of an hour 429 until its end. From the session's next refresh on its token carries what the account may do. */
  @Post('v1/me/second-factor/confirmation')
  @HttpCode(204)
  @AnyRole()
  async confirm(@Who() caller: Caller, @Body() body: SecondFactorBody): Promise<void> {
    await this.services.ask('second-factor.confirm', { caller, body });
  }

  /** Takes the caller's second factor off, with a code of it or a recovery code; tries count as at its confirmation. Where staff need one, every session that had their roles by it ends, this one too. */
  @Delete('v1/me/second-factor')
  @HttpCode(204)
  @AnyRole()
  async remove(@Who() caller: Caller, @Body() body: SecondFactorBody): Promise<void> {
    await this.services.ask('second-factor.remove', { caller, body });
  }

  /** Takes the second factor of somebody off who lost it with all recovery codes; every session of theirs ends. Nobody does so for themselves (`OWN_CASE`). Without one it is `SECOND_FACTOR_NOT_FOUND`. */
  @Delete('v1/accounts/:accountId/second-factor')
  @HttpCode(204)
  @Roles('admin')
  async reset(
    @Who() caller: Caller,
    @Param('accountId') id: string,
    @Body() body: SecondFactorResetBody,
  ): Promise<void> {
    const accountId = idOr('ACCOUNT_NOT_FOUND', id);
    await this.services.ask('second-factor.reset', { caller, accountId, body });
  }
}

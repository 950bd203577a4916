import {
  IdentityVerificationBody,
  LicenceBody,
  Notification,
  PageQuery,
  PhoneBody,
  PhoneChanged,
  type Caller,
  type CommandKey,
  type Language,
  type Page,
} from '@demerit/contracts';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AnyRole } from '../http/requests/access';
import { Address, Key, Reads, Who } from '../http/requests/caller';
import { TakesKey } from '../http/requests/idempotency-key';
import { idOr } from '../http/requests/ids';
import { ApiFieldsResponse, ApiPageResponse } from '../http/responses/api-responses';
import { Services } from '../http/services';
import { Notices } from './notices';

@ApiTags('Identity')
@Controller()
export class MeController {
  constructor(
    private readonly services: Services,
    private readonly notices: Notices,
  ) {}

  /** The caller: identity, licence, whether points may be taken, roles. */
  @Get('v1/me')
  @AnyRole()
  me(@Who() caller: Caller) {
    return this.services.ask('account.me', { caller });
  }

  /**
   * Closes the caller's account: log-in, documents, notifications and contact data go, bindings and consents end. What the law keeps (entries, decisions,
   * payments) names a pseudonym from then on: decisions and receipts can no longer be read in the app, so keep copies. Refused (`ACCOUNT_NOT_CLOSABLE`) while
   * money, points or a case are open, to staff, and to an organisation's only delegate; `reason` and `nextStep` say what to do. It cannot be undone.
   */
  @Delete('v1/me')
  @HttpCode(204)
  @AnyRole()
  async close(@Who() caller: Caller): Promise<void> {
    await this.services.ask('account.close', { caller });
  }

  /** Submits name, ID number and both pictures of the ID card; a reviewer decides. */
  @Post('v1/me/identity-verification')
  @HttpCode(202)
  @AnyRole()
  @TakesKey()
  @ApiFieldsResponse(202, 'It waits for a reviewer', {
    status: { type: 'string', enum: ['submitted'], description: 'How far it has come' },
  })
  submitIdentity(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Body() body: IdentityVerificationBody,
  ) {
    return this.services.ask('identity.submit', { caller, idempotency, body });
  }

  /** Gives the account another phone, by a code sent to the new number and one sent to the old. Who cannot read the old one's goes to a desk. The own number again, with its code for both, changes nothing. */
  @Post('v1/me/phone')
  @HttpCode(200)
  @AnyRole()
  @TakesKey()
  changePhone(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Address() address: string,
    @Body() body: PhoneBody,
  ): Promise<PhoneChanged> {
    return this.services.ask('phone.change', { caller, idempotency, address, body });
  }

  /** Claims the caller's driving licence by its number and file number. */
  @Post('v1/me/licence')
  @AnyRole()
  @TakesKey()
  claimLicence(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Body() body: LicenceBody,
  ) {
    return this.services.ask('licence.claim', { caller, idempotency, body });
  }

  /** What happened that concerns the caller, in the language they read by `Accept-Language`. */
  @Get('v1/me/notifications')
  @AnyRole()
  @ApiPageResponse(Notification)
  async notifications(
    @Who() caller: Caller,
    @Reads() language: Language,
    @Query() page: PageQuery,
  ): Promise<Page<Notification>> {
    const list = await this.services.ask('notification.list', { caller, page, language });
    return { ...list, items: await this.notices.asRead(list.items, language) };
  }

  /** Marks a notification as read. */
  @Post('v1/me/notifications/:notificationId/read')
  @HttpCode(200)
  @AnyRole()
  @TakesKey()
  async readNotification(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Reads() language: Language,
    @Param('notificationId') id: string,
  ): Promise<Notification> {
    const notificationId = idOr('NOTIFICATION_NOT_FOUND', id);
    const command = { caller, idempotency, notificationId, language };
    const read = await this.services.ask('notification.read', command);
    const [shown = read] = await this.notices.asRead([read], language);
    return shown;
  }
}

import {
  Binding,
  BindingBody,
  BoundByOther,
  ConsentBody,
  PageQuery,
  type Caller,
  type CommandKey,
} from '@demerit/contracts';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AnyRole } from '../http/requests/access';
import { Key, Who } from '../http/requests/caller';
import { TakesKey } from '../http/requests/idempotency-key';
import { idOr } from '../http/requests/ids';
import { ApiPageResponse } from '../http/responses/api-responses';
import { Services } from '../http/services';

@ApiTags('Vehicles')
@Controller()
export class BindingsController {
  constructor(private readonly services: Services) {}

  /** Binds the caller's own vehicle, or asks to bind another person's. */
  @Post('v1/bindings')
  @AnyRole()
  @TakesKey()
  request(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Body() body: BindingBody,
  ) {
    return this.services.ask('binding.request', { caller, idempotency, body });
  }

  /** The caller's bindings and requests. */
  @Get('v1/bindings')
  @AnyRole()
  @ApiPageResponse(Binding)
  list(@Who() caller: Caller, @Query() page: PageQuery) {
    return this.services.ask('binding.list', { caller, page });
  }

  /** One binding with its timeline. */
  @Get('v1/bindings/:bindingId')
  @AnyRole()
  get(@Who() caller: Caller, @Param('bindingId') id: string) {
    const bindingId = idOr('BINDING_NOT_FOUND', id);
    return this.services.ask('binding.get', { caller, bindingId });
  }

  /** The user releases a binding. */
  @Delete('v1/bindings/:bindingId')
  @HttpCode(204)
  @AnyRole()
  async release(@Who() caller: Caller, @Param('bindingId') id: string): Promise<void> {
    const bindingId = idOr('BINDING_NOT_FOUND', id);
    await this.services.ask('binding.release', { caller, bindingId });
  }

  /** The owner grants or denies; or the applicant enters the code from the owner's phone. */
  @Post('v1/bindings/:bindingId/consent')
  @HttpCode(200)
  @AnyRole()
  @TakesKey()
  consent(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Param('bindingId') id: string,
    @Body() body: ConsentBody,
  ) {
    const bindingId = idOr('BINDING_NOT_FOUND', id);
    return this.services.ask('binding.consent', { caller, idempotency, bindingId, body });
  }

  /** Who uses the caller's vehicles. */
  @Get('v1/vehicles/bound-by-others')
  @AnyRole()
  @ApiPageResponse(BoundByOther)
  boundByOthers(@Who() caller: Caller, @Query() page: PageQuery) {
    return this.services.ask('vehicle.bound-by-others', { caller, page });
  }

  /** The owner releases a binding of the vehicle. */
  @Delete('v1/vehicles/bound-by-others/:bindingId')
  @HttpCode(204)
  @AnyRole()
  async releaseOther(@Who() caller: Caller, @Param('bindingId') id: string): Promise<void> {
    const bindingId = idOr('BINDING_NOT_FOUND', id);
    await this.services.ask('vehicle.release-other', { caller, bindingId });
  }
}

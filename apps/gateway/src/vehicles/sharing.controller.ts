import { OwnVehicle, PageQuery, type Caller, type CommandKey } from '@demerit/contracts';
import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AnyRole } from '../http/requests/access';
import { Key, Who } from '../http/requests/caller';
import { TakesKey } from '../http/requests/idempotency-key';
import { idOr } from '../http/requests/ids';
import { ApiPageResponse } from '../http/responses/api-responses';
import { Services } from '../http/services';

@ApiTags('Vehicles')
@Controller()
export class SharingController {
  constructor(private readonly services: Services) {}

  /** The vehicles with a plate that are the caller's, or of an organisation for which the caller acts. */
  @Get('v1/me/vehicles')
  @AnyRole()
  @ApiPageResponse(OwnVehicle, 'In the order of their ids')
  mine(@Who() caller: Caller, @Query() page: PageQuery) {
    return this.services.ask('vehicle.mine', { caller, page });
  }

  /** Shares a vehicle of the caller's: whoever brings the code within 10 minutes has the owner's consent, once. A new code ends the older one. */
  @Post('v1/vehicles/:vehicleId/share-codes')
  @AnyRole()
  @TakesKey()
  share(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Param('vehicleId') id: string,
  ) {
    const vehicleId = idOr('VEHICLE_NOT_FOUND', id);
    return this.services.ask('vehicle.share', { caller, idempotency, vehicleId });
  }
}

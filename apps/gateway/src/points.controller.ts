import { EntriesQuery, Entry, PointsStatement, type Caller } from '@demerit/contracts';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AnyRole } from './access';
import { ApiPageResponse } from './answers';
import { Who } from './caller';
import { Services } from './services';

@ApiTags('Points')
@Controller()
export class PointsController {
  constructor(private readonly services: Services) {}

  /** Points of the present cycle and what the limits leave. */
  @Get('v1/me/points')
  @AnyRole()
  async statement(@Who() caller: Caller): Promise<PointsStatement> {
    const statement = await this.services.ask('points.statement', { caller });
    const used = statement.vehiclesUsed;
    const plates = await this.services.platesOf(used.map(({ vehicleId }) => vehicleId));
    for (const vehicle of used) vehicle.plateNumber = plates[vehicle.vehicleId];
    return statement;
  }

  /** The entries of the caller's record. */
  @Get('v1/me/points/entries')
  @AnyRole()
  @ApiPageResponse(Entry)
  entries(@Who() caller: Caller, @Query() page: EntriesQuery) {
    return this.services.ask('points.entries', { caller, page });
  }
}

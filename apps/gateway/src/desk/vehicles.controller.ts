import {
  DeskVehicle,
  VehicleCase,
  VehicleQuery,
  type Caller,
  type Language,
} from '@demerit/contracts';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Roles } from '../http/requests/access';
import { Reads, Who } from '../http/requests/caller';
import { idOr } from '../http/requests/ids';
import { Services } from '../http/services';

@ApiTags('Desk')
@Controller()
export class VehiclesController {
  constructor(private readonly services: Services) {}

  /** The vehicle that has this plate. */
  @Get('v1/desk/vehicles')
  @Roles('officer', 'registrar')
  search(@Who() caller: Caller, @Query() by: VehicleQuery): Promise<DeskVehicle> {
    return this.services.ask('vehicle.search', { caller, by });
  }

  /** A vehicle with what happened with it, who uses it, and which licences count for it in its present year. */
  @Get('v1/desk/vehicles/:vehicleId')
  @Roles('officer')
  async open(
    @Who() caller: Caller,
    @Reads() language: Language,
    @Param('vehicleId') id: string,
  ): Promise<VehicleCase> {
    const vehicleId = idOr('VEHICLE_NOT_FOUND', id);
    const opened = await this.services.ask('vehicle.open', { caller, vehicleId });
    const { vehicle, bindings, times } = opened;
    const { registeredOn } = vehicle;
    const [violations, slots] = await Promise.all([
      this.services.ask('violation.of-vehicle', { times, language }),
      this.services.ask('ledger.vehicle-year', { vehicleId, registeredOn }),
    ]);
    return { ...vehicle, violations: violations.items, bindings, slots };
  }
}

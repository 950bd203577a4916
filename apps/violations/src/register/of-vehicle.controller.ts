import {
  ListViolationsOfVehicle,
  type RequestType,
  type ViolationsReplies,
} from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { Catalogue } from '../catalogue/catalogue';
import { vehicleWithin, violationAsSeen } from './seeing.rules';
import { ViolationsStore } from './violations.store';

/** As many as an officer is shown. */
const ROWS = 100;

/** What happened with a vehicle, for an officer who found it at vehicles, where that is written down. */
@Controller()
export class OfVehicleController {
  constructor(
    private readonly violations: ViolationsStore,
    private readonly catalogue: Catalogue,
  ) {}

  @MessagePattern<RequestType>('violation.of-vehicle')
  async list(
    @Payload() { times, language }: ListViolationsOfVehicle,
  ): Promise<ViolationsReplies['violation.of-vehicle']> {
    const rows = await this.violations.within(times, ROWS);
    const items = rows.map((row) =>
      violationAsSeen(row, row.handling?.accountId ?? '', {
        description: this.catalogue.descriptionOf(row.code)[language],
        vehicleId: vehicleWithin(row, times),
      }),
    );
    return { items };
  }
}

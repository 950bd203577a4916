import {
  DeskLicence,
  LicenceCase,
  LicenceQuery,
  type Caller,
  type OrderOfVehicle,
} from '@demerit/contracts';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Roles } from '../http/requests/access';
import { Who } from '../http/requests/caller';
import { idOr } from '../http/requests/ids';
import { withPlate } from '../http/responses/joined';
import { Services } from '../http/services';

/** As many of each list as an officer is shown. */
const page = { limit: 100 };

type Lists = Pick<LicenceCase, 'handlings' | 'bindings'> & { orders: OrderOfVehicle[] };

@ApiTags('Desk')
@Controller()
export class LicencesController {
  constructor(private readonly services: Services) {}

  /** The licence of this number, or the one that the person of this ID number has. */
  @Get('v1/desk/licences')
  @Roles('officer', 'registrar')
  search(@Who() caller: Caller, @Query() by: LicenceQuery): Promise<DeskLicence> {
    return this.services.ask('licence.search', { caller, by });
  }

  /** A licence with everything that an officer handles of it, each list newest first. */
  @Get('v1/desk/licences/:licenceId')
  @Roles('officer')
  async open(@Who() caller: Caller, @Param('licenceId') id: string): Promise<LicenceCase> {
    const licenceId = idOr('LICENCE_NOT_FOUND', id);
    const licence = await this.services.ask('licence.open', { caller, licenceId });
    const { accountId } = licence;
    const [account, { handlings, orders, bindings }] = await Promise.all([
      this.services.ask('ledger.account', { licenceId, accountId }),
      this.listsOf(accountId),
    ]);
    const used = account.points?.vehiclesUsed ?? [];
    const plates = await this.services.platesOf(
      [...used, ...orders].map(({ vehicleId }) => vehicleId),
    );
    for (const vehicle of used) vehicle.plateNumber = plates[vehicle.vehicleId];
    return {
      ...licence,
      ...account,
      education: account.points?.education ?? null,
      handlings,
      orders: orders.map((order) => withPlate(order, plates)),
      bindings,
    };
  }

  /** As the person would read them. */
  private async listsOf(accountId: string | null): Promise<Lists> {
    if (accountId === null) return { handlings: [], orders: [], bindings: [] };
    const question = { caller: { accountId, roles: [] }, page };
    const [handlings, orders, bindings] = await Promise.all([
      this.services.ask('handling.list', question),
      this.services.ask('order.list', question),
      this.services.ask('binding.list', question),
    ]);
    return { handlings: handlings.items, orders: orders.items, bindings: bindings.items };
  }
}

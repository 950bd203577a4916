import {
  OpeningBalance,
  RegistryCertificate,
  RegistryLicence,
  RegistryVehicle,
  RegistryViolation,
  ROLES,
  RolesBody,
  type Caller,
  type CommandKey,
} from '@demerit/contracts';
import { Body, Controller, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Roles } from '../http/requests/access';
import { Key, Who } from '../http/requests/caller';
import { TakesKey } from '../http/requests/idempotency-key';
import { idOr } from '../http/requests/ids';
import { ApiFieldsResponse, text } from '../http/responses/api-responses';
import { Services } from '../http/services';
import { TakesLines } from './takes-lines';

@ApiTags('Staff')
@Controller()
export class RegistryController {
  constructor(private readonly services: Services) {}

  /** Registers a vehicle, or changes it; identified by its plate and VIN: another VIN on a plate is another vehicle, unless `correctsVin` names the one that stands there. As lines, one a vehicle, it takes any number of them. */
  @Put('v1/registry/vehicles')
  @Roles('registrar')
  @TakesLines('vehicleId')
  vehicle(@Who() caller: Caller, @Body() body: RegistryVehicle) {
    return this.services.ask('vehicle.register', { caller, body });
  }

  /** Registers a driving licence, or changes it; identified by its number. As lines it takes any number of them. */
  @Put('v1/registry/licences')
  @Roles('registrar')
  @TakesLines('licenceId')
  licence(@Who() caller: Caller, @Body() body: RegistryLicence) {
    return this.services.ask('licence.register', { caller, body });
  }

  /** Registers the certificate of a study that reduces points, or corrects one that has not reduced any yet; identified by its number. As lines it takes any number of them. */
  @Put('v1/registry/study-certificates')
  @Roles('registrar')
  @TakesLines('certificate')
  certificate(@Who() caller: Caller, @Body() body: RegistryCertificate) {
    return this.services.ask('certificate.register', { caller, body });
  }

  /** Brings in what was decided elsewhere before a licence came to be kept here: points of the scoring cycle that runs, and the vehicles they were taken for. Another balance corrects it until the licence has entries of its own. As lines it takes any number of them. */
  @Put('v1/registry/opening-balances')
  @Roles('registrar')
  @TakesLines('licenceId')
  openingBalance(@Who() caller: Caller, @Body() body: OpeningBalance) {
    return this.services.ask('opening-balance.enter', { caller, body });
  }

  /** Registers a violation; identified by its notice number. As lines it takes any number of them. */
  @Post('v1/registry/violations')
  @HttpCode(200)
  @Roles('registrar')
  @TakesKey()
  @TakesLines('violationId')
  violation(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Body() body: RegistryViolation,
  ) {
    return this.services.ask('violation.register', { caller, idempotency, body });
  }

  /** Gives an account exactly these roles. */
  @Post('v1/accounts/:accountId/roles')
  @HttpCode(200)
  @Roles('admin')
  @TakesKey()
  @ApiFieldsResponse(200, 'The roles of the account from now on', {
    accountId: text('The account'),
    roles: {
      type: 'array',
      items: { type: 'string', enum: [...ROLES] },
      description: 'All of its roles',
    },
  })
  roles(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Param('accountId') id: string,
    @Body() body: RolesBody,
  ) {
    const accountId = idOr('ACCOUNT_NOT_FOUND', id);
    return this.services.ask('roles.set', { caller, idempotency, accountId, body });
  }
}

import {
  ExplainHandling,
  ListEntries,
  LookUpAccount,
  LookUpVehicleYear,
  Query,
} from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { ExplainService } from './explain.service';
import { LookUpService } from './look-up.service';
import { StatementService } from './statement.service';

@Controller()
export class StatementController {
  constructor(
    private readonly statements: StatementService,
    private readonly explaining: ExplainService,
    private readonly lookUps: LookUpService,
  ) {}

  @MessagePattern('points.statement')
  statement(@Payload() { caller }: Query) {
    return this.statements.statement(caller);
  }

  @MessagePattern('points.entries')
  entries(@Payload() request: ListEntries) {
    return this.statements.entriesOf(request);
  }

  @MessagePattern('ledger.account')
  account(@Payload() query: LookUpAccount) {
    return this.lookUps.account(query);
  }

  @MessagePattern('ledger.vehicle-year')
  vehicleYear(@Payload() query: LookUpVehicleYear) {
    return this.lookUps.vehicleYear(query);
  }

  @MessagePattern('ledger.explain')
  explain(@Payload() { handlingId }: ExplainHandling) {
    return this.explaining.explain(handlingId);
  }
}

import { ExplainHandling, ListEntries, Query } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { ExplainService } from './explain.service';
import { StatementService } from './statement.service';

@Controller()
export class StatementController {
  constructor(
    private readonly statements: StatementService,
    private readonly explaining: ExplainService,
  ) {}

  @MessagePattern('points.statement')
  statement(@Payload() { caller }: Query) {
    return this.statements.statement(caller);
  }

  @MessagePattern('points.entries')
  entries(@Payload() request: ListEntries) {
    return this.statements.entriesOf(request);
  }

  @MessagePattern('ledger.explain')
  explain(@Payload() { handlingId }: ExplainHandling) {
    return this.explaining.explain(handlingId);
  }
}

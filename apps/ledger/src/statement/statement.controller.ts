import { ListEntries, Query } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { StatementService } from './statement.service';

@Controller()
export class StatementController {
  constructor(private readonly statements: StatementService) {}

  @MessagePattern('points.statement')
  statement(@Payload() { caller }: Query) {
    return this.statements.statement(caller);
  }

  @MessagePattern('points.entries')
  entries(@Payload() request: ListEntries) {
    return this.statements.entriesOf(request);
  }
}

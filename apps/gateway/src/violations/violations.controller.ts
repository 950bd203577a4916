import {
  AcceptanceBody,
  CatalogueEntry,
  PageQuery,
  Violation,
  ViolationsQuery,
  type Caller,
  type CommandKey,
  type Language,
} from '@demerit/contracts';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AnyRole, Public } from '../http/requests/access';
import { Key, Reads, Who } from '../http/requests/caller';
import { TakesKey } from '../http/requests/idempotency-key';
import { idOr } from '../http/requests/ids';
import { ApiPageResponse } from '../http/responses/api-responses';
import { Services } from '../http/services';

@ApiTags('Violations')
@Controller()
export class ViolationsController {
  constructor(private readonly services: Services) {}

  /** Violations of the vehicles the caller owns, has bound, or handled one of. */
  @Get('v1/violations')
  @AnyRole()
  @ApiPageResponse(Violation, 'The newest violation first')
  list(@Who() caller: Caller, @Reads() language: Language, @Query() page: ViolationsQuery) {
    return this.services.ask('violation.list', { caller, language, page });
  }

  /** One violation with its evidence. */
  @Get('v1/violations/:violationId')
  @AnyRole()
  get(@Who() caller: Caller, @Reads() language: Language, @Param('violationId') id: string) {
    const violationId = idOr('VIOLATION_NOT_FOUND', id);
    return this.services.ask('violation.get', { caller, language, violationId });
  }

  /** What accepting would mean for the caller, and which methods are open; nothing is reserved. At the window it is `GET /v1/window/handling-options`. */
  @Get('v1/violations/:violationId/handling-options')
  @AnyRole()
  options(@Who() caller: Caller, @Reads() language: Language, @Param('violationId') id: string) {
    const violationId = idOr('VIOLATION_NOT_FOUND', id);
    return this.services.ask('violation.options', { caller, language, violationId });
  }

  /** The driver accepts the penalty: decision and order. */
  @Post('v1/violations/:violationId/acceptances')
  @AnyRole()
  @TakesKey()
  accept(
    @Who() caller: Caller,
    @Key() idempotency: CommandKey | undefined,
    @Param('violationId') id: string,
    @Body() body: AcceptanceBody,
  ) {
    const violationId = idOr('VIOLATION_NOT_FOUND', id);
    return this.services.ask('violation.accept', { caller, idempotency, violationId, body });
  }

  /** What may be violated, with points and fines. */
  @Get('v1/violation-catalogue')
  @Public()
  @ApiPageResponse(CatalogueEntry, 'By code')
  catalogue(@Reads() language: Language, @Query() page: PageQuery) {
    return this.services.ask('catalogue.list', { language, page });
  }
}

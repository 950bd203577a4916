import { AuditEntry, AuditQuery, SERVICES, type Page } from '@demerit/contracts';
import { pageOf, pageRequest } from '@demerit/platform';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Roles } from '../http/requests/access';
import { ApiPageResponse } from '../http/responses/api-responses';
import { Services } from '../http/services';

const CURSOR = [/^aud_[0-9a-z]{26}$/];

@ApiTags('Staff')
@Controller()
export class AuditController {
  constructor(private readonly services: Services) {}

  /** What staff did, gathered from every service; refused while one of them does not answer, rather than shown with gaps. */
  @Get('v1/audit')
  @Roles('admin')
  @ApiPageResponse(AuditEntry)
  async list(@Query() query: AuditQuery): Promise<Page<AuditEntry>> {
    const { actor, subject } = query;
    const request = pageRequest(query, CURSOR);
    const [before] = request.after ?? [];
    const question = { rows: request.rows, actor, subject, before };
    const replies = await Promise.all(
      SERVICES.map((service) => this.services.ask(`${service}.audit.list`, question)),
    );
    const newestFirst = replies
      .flatMap(({ items }) => items)
      .sort((one, other) => (one.auditId < other.auditId ? 1 : -1));
    return pageOf(
      newestFirst,
      request,
      ({ auditId }) => [auditId],
      (entry) => entry,
    );
  }
}

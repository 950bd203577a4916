import { accepted, Overview, OverviewQuery, QUEUES, SERVICES } from '@demerit/contracts';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Roles } from '../http/requests/access';
import { Services } from '../http/services';
import { checkSpan, periodsOf } from './overview.rules';

@ApiTags('Staff')
@Controller()
export class OverviewController {
  constructor(private readonly services: Services) {}

  /** How much happened a day or a month, and what waits for staff now; refused while a service does not answer, rather than shown with gaps. */
  @Get('v1/overview')
  @Roles('officer', 'reviewer', 'admin')
  async overview(@Query() query: OverviewQuery): Promise<Overview> {
    accepted(checkSpan(query));
    const { from, to } = query;
    const replies = await Promise.all(
      SERVICES.map((service) => this.services.ask(`${service}.count`, { from, to })),
    );
    const queues = replies.flatMap((reply) => reply.queues);
    return {
      periods: periodsOf(
        query,
        replies.flatMap(({ days }) => days),
      ),
      queues: queues.toSorted(
        (one, other) => QUEUES.indexOf(one.name) - QUEUES.indexOf(other.name),
      ),
    };
  }
}

import { SERVICES, type Caller, type OwnDataPage, type PersonKeys } from '@demerit/contracts';
import { DomainClock } from '@demerit/platform';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { AnyRole } from '../http/requests/access';
import { Who } from '../http/requests/caller';
import { Services } from '../http/services';

/** Collection → its rows. */
type RowsByCollection = Record<string, object[]>;

@ApiTags('Identity')
@Controller()
export class OwnDataController {
  constructor(
    private readonly services: Services,
    private readonly clock: DomainClock,
  ) {}

  /** Everything held about the caller, as one file: service → collection → rows. Nothing is sent unless every service answered. */
  @Get('v1/me/export')
  @AnyRole()
  @Header('content-disposition', 'attachment; filename="demerit-own-data.json"')
  @ApiResponse({
    status: 200,
    description: 'Service → collection → rows, personal fields in clear',
    schema: { type: 'object', additionalProperties: true },
  })
  async export(@Who() caller: Caller) {
    const person = await this.services.ask('own-data.begin', { caller });
    const byService = await Promise.all(
      SERVICES.map(async (service) => [service, await this.rowsOf(service, person)] as const),
    );
    const exportedAt = this.clock.now().toISOString();
    return { exportedAt, accountId: caller.accountId, ...Object.fromEntries(byService) };
  }

  private async rowsOf(
    service: (typeof SERVICES)[number],
    person: PersonKeys,
  ): Promise<RowsByCollection> {
    const rows: RowsByCollection = {};
    let after: string | null = null;
    do {
      const page: OwnDataPage = await this.services.ask(`${service}.own-data`, {
        ...person,
        ...(after === null ? {} : { after }),
      });
      (rows[page.collection] ??= []).push(...page.rows);
      after = page.next;
    } while (after !== null);
    delete rows[''];
    return rows;
  }
}

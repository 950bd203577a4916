import {
  DeskCase,
  DeskOrderQuery,
  DeskViolationQuery,
  refuse,
  wording,
  type Caller,
  type Language,
} from '@demerit/contracts';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Roles } from '../http/requests/access';
import { Reads, Who } from '../http/requests/caller';
import { decisionNumberIn } from '../http/requests/ids';
import { Services } from '../http/services';
import { Cases } from './cases';

@ApiTags('Desk')
@Controller()
export class CasesController {
  constructor(
    private readonly services: Services,
    private readonly cases: Cases,
  ) {}

  /** The case of a violation, by the number of its notice: what it says, who handled it, and what became of it. Audited. */
  @Get('v1/desk/violations')
  @Roles('officer')
  async ofNotice(
    @Who() caller: Caller,
    @Reads() language: Language,
    @Query() { noticeNumber }: DeskViolationQuery,
  ): Promise<DeskCase> {
    const asked = { caller, language, noticeNumber };
    return this.cases.ofViolation(await this.services.ask('case.of-notice', asked));
  }

  /** The case of a decision. Audited. */
  @Get('v1/desk/decisions/:decisionNumber')
  @Roles('officer')
  async ofDecision(
    @Who() caller: Caller,
    @Reads() language: Language,
    @Param('decisionNumber') number: string,
  ): Promise<DeskCase> {
    const decisionNumber = decisionNumberIn(number);
    const asked = { caller, language, decisionNumber };
    return this.cases.ofViolation(await this.services.ask('case.of-decision', asked));
  }

  /** The case of an order, by its id or by the number of its receipt. Audited. */
  @Get('v1/desk/orders')
  @Roles('officer')
  async ofOrder(
    @Who() caller: Caller,
    @Reads() language: Language,
    @Query() query: DeskOrderQuery,
  ): Promise<DeskCase> {
    if (Object.values(query).filter((value) => value !== undefined).length !== 1) {
      const message = wording('form.give_one', { fields: 'orderId, receiptNumber' });
      throw refuse('VALIDATION_FAILED', { errors: [{ field: 'query', message }] });
    }
    const order = await this.services.ask('order.find', { caller, ...query });
    return this.cases.ofOrder(order, { caller, language });
  }
}

import {
  CancellationBody,
  CorrectionBody,
  isNoticeNumber,
  refuse,
  type Caller,
  type Language,
  type RegisteredViolation,
} from '@demerit/contracts';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Roles } from '../http/requests/access';
import { Reads, Who } from '../http/requests/caller';
import { Services } from '../http/services';

/** Violations as a registrar reads and mends them, by their notice numbers. */
@ApiTags('Staff')
@Controller()
export class CorrectionsController {
  constructor(private readonly services: Services) {}

  /** One violation as the register keeps it, with what was corrected of it. */
  @Get('v1/registry/violations/:noticeNumber')
  @Roles('registrar')
  get(
    @Who() caller: Caller,
    @Reads() language: Language,
    @Param('noticeNumber') number: string,
  ): Promise<RegisteredViolation> {
    const noticeNumber = numberIn(number);
    return this.services.ask('violation.of-notice', { caller, language, noticeNumber });
  }

  /** Corrects a published violation: what is absent stays; points and fine follow from code and time. Whoever sees it is told. */
  @Patch('v1/registry/violations/:noticeNumber')
  @Roles('registrar')
  correct(
    @Who() caller: Caller,
    @Reads() language: Language,
    @Param('noticeNumber') number: string,
    @Body() body: CorrectionBody,
  ): Promise<RegisteredViolation> {
    const noticeNumber = numberIn(number);
    return this.services.ask('violation.correct', { caller, language, noticeNumber, body });
  }

  /** Cancels a published violation that was entered by mistake; it stays to be read. Whoever sees it is told. */
  @Delete('v1/registry/violations/:noticeNumber')
  @HttpCode(204)
  @Roles('registrar')
  async cancel(
    @Who() caller: Caller,
    @Param('noticeNumber') number: string,
    @Body() body: CancellationBody,
  ): Promise<void> {
    const noticeNumber = numberIn(number);
    await this.services.ask('violation.cancel', { caller, noticeNumber, body });
  }
}

/** A text that cannot be the number of a notice is of no violation. */
function numberIn(text: string): string {
  if (isNoticeNumber(text)) return text;
  throw refuse('VIOLATION_NOT_FOUND');
}

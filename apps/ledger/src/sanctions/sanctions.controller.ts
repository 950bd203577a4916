import {
  AnswerSanctionCase,
  DecideSanctionCase,
  DecideTarget,
  DocumentsNamed,
  EnforceSanctionCase,
  ListOfCaller,
  ListSanctionCases,
  NoticeSanctionCase,
  OpenSanctionCase,
  RevokeSanctionCase,
  SanctionCaseOf,
} from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { AnswersService } from './answers.service';
import { CasesStore } from './cases.store';
import { ConfirmationsService } from './confirmations.service';
import { SanctionsService } from './sanctions.service';

@Controller()
export class SanctionsController {
  constructor(
    private readonly sanctions: SanctionsService,
    private readonly confirmations: ConfirmationsService,
    private readonly written: AnswersService,
    private readonly cases: CasesStore,
  ) {}

  /** So that none of them is deleted: they are why it was decided so. */
  @MessagePattern('ledger.documents-named')
  async documentsNamed(@Payload() { documentIds }: DocumentsNamed) {
    return { documentIds: await this.cases.documentsAmong(documentIds) };
  }

  @MessagePattern('key-review.decide')
  decideTarget(@Payload() command: DecideTarget) {
    return this.confirmations.decide(command);
  }

  @MessagePattern('sanction-case.open')
  open(@Payload() command: OpenSanctionCase) {
    return this.sanctions.open(command);
  }

  @MessagePattern('sanction-case.list')
  list(@Payload() query: ListSanctionCases) {
    return this.sanctions.list(query);
  }

  @MessagePattern('sanction-case.get')
  get(@Payload() query: SanctionCaseOf) {
    return this.sanctions.get(query);
  }

  @MessagePattern('sanction-case.of-caller')
  ofCaller(@Payload() query: ListOfCaller) {
    return this.written.ofCaller(query);
  }

  @MessagePattern('sanction-case.answer')
  answer(@Payload() command: AnswerSanctionCase) {
    return this.written.answer(command);
  }

  @MessagePattern('sanction-case.notice')
  notice(@Payload() command: NoticeSanctionCase) {
    return this.sanctions.notice(command);
  }

  @MessagePattern('sanction-case.decide')
  decide(@Payload() command: DecideSanctionCase) {
    return this.sanctions.decide(command);
  }

  @MessagePattern('sanction-case.enforce')
  enforce(@Payload() command: EnforceSanctionCase) {
    return this.sanctions.enforce(command);
  }

  @MessagePattern('sanction-case.revoke')
  revoke(@Payload() command: RevokeSanctionCase) {
    return this.sanctions.revoke(command);
  }
}

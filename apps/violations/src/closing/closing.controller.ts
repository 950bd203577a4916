import {
  ClosingBegins,
  type ClosingFoundOnPaper,
  type ClosingObstacle,
  type HandlingStage,
  type RequestType,
} from '@demerit/contracts';
import { AccountMarks } from '@demerit/platform';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { DisputesStore } from '../disputes/disputes.store';
import { SHOWN_STAGES } from '../handlings/handlings.rules';
import { HandlingsStore } from '../handlings/handlings.store';

const NOT_OVER: readonly HandlingStage[] = ['deciding', 'decided', 'withdrawing'];

@Controller()
export class ClosingController {
  constructor(
    private readonly marks: AccountMarks,
    private readonly handlings: HandlingsStore,
    private readonly disputes: DisputesStore,
  ) {}

  /** A handling is looked for as soon as it is written, before the ledger is asked for its points, and a dispute likewise: one of both sees the other. */
  @MessagePattern<RequestType>('violations.closing')
  async closing(@Payload() { accountId, begins }: ClosingBegins): Promise<ClosingFoundOnPaper> {
    if (begins) await this.marks.mark(accountId);
    const [isHandling, isDispute, isNamedOnPaper] = await Promise.all([
      this.handlings.isAny(accountId, NOT_OVER),
      this.disputes.isOpenOf(accountId),
      this.handlings.isAny(accountId, SHOWN_STAGES),
    ]);
    const obstacles: ClosingObstacle[] = [
      ...(isHandling ? (['handling'] as const) : []),
      ...(isDispute ? (['dispute'] as const) : []),
    ];
    return { obstacles, isNamedOnPaper };
  }
}

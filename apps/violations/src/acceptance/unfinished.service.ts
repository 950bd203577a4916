import { Idempotency, refusalOf } from '@demerit/messaging';
import { Jobs } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import type { HandlingRecord } from '../handlings/handlings.rules';
import { HandlingsStore } from '../handlings/handlings.store';
import { WithdrawalService } from '../handlings/withdrawal.service';
import { DecidingService, type HeldKey } from './deciding.service';

const INTERVAL_MS = 1_000;
const AT_ONCE = 20;

/** Finishes what a crash, or a service that did not answer, left between two steps of an acceptance or a withdrawal. Any replica may. */
@Injectable()
export class UnfinishedService {
  private readonly logger = new Logger(UnfinishedService.name);

  constructor(
    private readonly handlings: HandlingsStore,
    private readonly deciding: DecidingService,
    private readonly withdrawals: WithdrawalService,
    private readonly idempotency: Idempotency,
    jobs: Jobs,
  ) {
    jobs.every('finish what was begun', INTERVAL_MS, () => this.finishDue());
  }

  async finishDue(): Promise<void> {
    const due = await this.handlings.due(new Date(), AT_ONCE);
    await Promise.all(due.map((handling) => this.tryToFinish(handling)));
  }

  private async tryToFinish(handling: HandlingRecord): Promise<void> {
    const { _id: handlingId, stage, version } = handling;
    try {
      if (!(await this.handlings.postpone(handling, new Date(Date.now() + INTERVAL_MS)))) return;
      if (stage === 'withdrawing') {
        await this.withdrawals.finish({ ...handling, version: version + 1 });
      } else {
        await this.decide(handling);
      }
      this.logger.log({ msg: 'finished what was left', handlingId, stage });
    } catch (error) {
      const code = refusalOf(error)?.code;
      // Somebody has it in hand, or died with it in hand a moment ago.
      if (code === 'IDEMPOTENCY_IN_PROGRESS') return;
      const reason = code ?? String(error);
      this.logger.warn({ msg: 'not finished yet', handlingId, stage, reason });
    }
  }

  /** The key is settled with the handling; one that is still claimed is in somebody's hands. */
  private async decide(handling: HandlingRecord): Promise<void> {
    const held = await this.hold(handling);
    try {
      await this.deciding.finish(handling, held);
    } catch (error) {
      if (held) await this.idempotency.release(held, held.token);
      throw error;
    }
  }

  private async hold({ key }: HandlingRecord): Promise<HeldKey | undefined> {
    if (key === undefined) return undefined;
    const claim = await this.idempotency.claim(key);
    return claim.state === 'claimed' ? { ...key, token: claim.token } : undefined;
  }
}

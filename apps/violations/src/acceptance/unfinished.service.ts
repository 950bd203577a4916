import { Idempotency, refusalOf } from '@demerit/messaging';
import { Jobs } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import { HandlingsStore } from '../handlings/handlings.store';
import type { HandlingDocument } from '../handlings/handlings.types';
import { WithdrawalService } from '../handlings/withdrawal.service';
import { DecidingService } from './deciding.service';
import type { ClaimedKey } from './refusing.service';
import { pauseAfterTryMs } from './unfinished.rules';

const INTERVAL_MS = 1_000;
const AT_ONCE = 20;
/** After this a run begins no more tries, so that it ends soon when the process is to stop; the next one goes on where it left off. */
const RUN_MS = 5_000;

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

  /** Each that is due is tried once, the longest waiting first. */
  async finishDue(): Promise<void> {
    const now = new Date();
    const waiting = await this.handlings.due(now);
    const worker = async (): Promise<void> => {
      while (Date.now() - now.getTime() < RUN_MS) {
        const handlingId = waiting.shift();
        if (handlingId === undefined) return;
        await this.tryToFinish(handlingId, now);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  private async tryToFinish(handlingId: string, dueAt: Date): Promise<void> {
    try {
      const handling = await this.takeUp(handlingId, dueAt);
      if (handling === null) return;
      if (handling.stage === 'withdrawing') await this.withdrawals.finish(handling);
      else await this.decide(handling);
      this.logger.log({ msg: 'finished what was left', handlingId, stage: handling.stage });
    } catch (error) {
      const code = refusalOf(error)?.code;
      // Somebody has it in hand, or died with it in hand a moment ago.
      if (code === 'IDEMPOTENCY_IN_PROGRESS') return;
      this.logger.warn({ msg: 'not finished yet', handlingId, reason: code ?? String(error) });
    }
  }

  /** Counted before it is tried: a handling that brings the process down is put off like any other. Null when somebody else took it up. */
  private async takeUp(handlingId: string, dueAt: Date): Promise<HandlingDocument | null> {
    const handling = await this.handlings.find(handlingId);
    if (!handling?.retryAt || handling.retryAt > dueAt) return null;
    const tries = (handling.tries ?? 0) + 1;
    const retryAt = new Date(Date.now() + pauseAfterTryMs(tries));
    return this.handlings.postpone(handling, { retryAt, tries });
  }

  /** The key is settled with the handling; one that is still claimed is in somebody's hands. */
  private async decide(handling: HandlingDocument): Promise<void> {
    const claimed = await this.claim(handling);
    try {
      await this.deciding.finish({ handling }, claimed);
    } catch (error) {
      if (claimed) await this.idempotency.release(claimed, claimed.token);
      throw error;
    }
  }

  private async claim({ key }: HandlingDocument): Promise<ClaimedKey | undefined> {
    if (key === undefined) return undefined;
    const claim = await this.idempotency.claim(key);
    return claim.state === 'claimed' ? { ...key, token: claim.token } : undefined;
  }
}

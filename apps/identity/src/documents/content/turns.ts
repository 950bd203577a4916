import type { Refusal } from '@demerit/contracts';
import { nextOf, tooManyWait, TURN_WAIT_MS, type Waiting } from './turns.rules';

/** For whom something is looked at; `gone`: nobody waits for it any longer. */
export interface Asker {
  accountId: string;
  gone?: AbortSignal;
}

interface Turn extends Waiting {
  accountId: string;
  begin: () => void;
}

/** Lets works run while their weights together are at most so much; the others wait, for a short time. */
export class Turns {
  private free: number;
  private readonly waiting = new Set<Turn>();
  /** How much each person had, since anybody waited. */
  private readonly taken = new Map<string, number>();

  constructor(private readonly of: number) {
    this.free = of;
  }

  /** Refuses whoever would wait for too long; of whoever is gone, nothing is begun. */
  async take<Result>(weight: number, asker: Asker, work: () => Promise<Result>): Promise<Result> {
    await this.turn(weight, asker);
    const size = Math.min(weight, this.of);
    try {
      return await work();
    } finally {
      this.free += size;
      this.next();
    }
  }

  private async turn(weight: number, { accountId, gone }: Asker): Promise<void> {
    if (gone?.aborted) throw tooManyWait();
    const tooLate = AbortSignal.timeout(TURN_WAIT_MS);
    const end = gone ? AbortSignal.any([gone, tooLate]) : tooLate;
    const refusal = await new Promise<Refusal | undefined>((resolve) => {
      const taken = this.taken.get(accountId) ?? 0;
      const turn = { accountId, weight, taken, begin: () => resolve(undefined) };
      this.waiting.add(turn);
      end.addEventListener('abort', () => {
        if (!this.waiting.delete(turn)) return;
        // Whoever is gone hears nothing of it.
        resolve(tooManyWait());
        this.next();
      });
      this.next();
    });
    if (refusal) throw refusal;
  }

  private next(): void {
    for (;;) {
      const waiting = [...this.waiting].map((turn) => this.counted(turn));
      const next = nextOf(waiting, { free: this.free, of: this.of });
      if (!next) break;
      this.waiting.delete(next);
      const size = Math.min(next.weight, this.of);
      this.free -= size;
      this.taken.set(next.accountId, next.taken + size);
      next.begin();
    }
    if (this.waiting.size === 0 && this.free === this.of) this.taken.clear();
  }

  private counted(turn: Turn): Turn {
    turn.taken = this.taken.get(turn.accountId) ?? 0;
    return turn;
  }
}

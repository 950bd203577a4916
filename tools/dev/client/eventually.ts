import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 100;
/** A service that was killed shortly before publishes once the lease of its dead relay has run out: 15 s, and 5 s to publish. */
const WITHIN_MS = 20_000;

/**
 * Repeats until it neither throws nor answers `undefined` or `false`; that answer is returned. What takes long is looked at less often, so that
 * it is seen a tenth later at most and the looking costs little.
 * @throws what the last try threw, or that it never held, when the time is over.
 */
export async function eventually<T>(
  attempt: () => T | Promise<T>,
  { withinMs = WITHIN_MS, everyMs = EVERY_MS }: { withinMs?: number; everyMs?: number } = {},
): Promise<Exclude<T, undefined | false>> {
  const since = performance.now();
  const deadline = since + withinMs;
  for (;;) {
    const isLast = performance.now() >= deadline;
    try {
      const answer = await attempt();
      if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
      if (isLast) throw new Error(`did not hold within ${String(withinMs)} ms`);
    } catch (error) {
      if (isLast) throw error;
    }
    const now = performance.now();
    await sleep(Math.max(everyMs, Math.min((now - since) / 10, deadline - now)));
  }
}

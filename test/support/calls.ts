import { randomUUID } from 'node:crypto';
import { UnexpectedAnswer, type Answer, type Problem } from '../../tools/dev/client/api';
import { eventually } from '../../tools/dev/client/eventually';

/** An idempotency key nobody has used. */
export function newKey(): string {
  return randomUUID();
}

/** The refusal's code; undefined where the answer is a success. */
export function codeOf({ status, body }: Answer<unknown>): string | undefined {
  return status < 400 ? undefined : (body as Partial<Problem>).code;
}

/** How many answers of each kind came: `{ '201': 1, '409 VIOLATION_NOT_OPEN': 7 }`. */
export function kindsOf(responses: Answer<unknown>[]): Record<string, number> {
  const kinds: Record<string, number> = {};
  for (const answer of responses) {
    const kind = [answer.status, codeOf(answer) ?? ''].join(' ').trim();
    kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  return kinds;
}

/** What a careful client does: repeats its request, with the same key, until the outcome is known. */
export function finalAnswer<Body>(
  call: () => Promise<Answer<Body>>,
  withinMs = 45_000,
): Promise<Answer<Body>> {
  return eventually(
    async () => {
      const answer = await call();
      const isUnknown = answer.status === 503 || codeOf(answer) === 'IDEMPOTENCY_IN_PROGRESS';
      if (isUnknown) throw new UnexpectedAnswer(answer);
      return answer;
    },
    { withinMs, everyMs: 300 },
  );
}

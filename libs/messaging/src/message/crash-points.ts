/**
 * Places where a fault test may kill the process. The order is that of a message's life; the steps
 * are for sagas of several transactions.
 */
type Place =
  | 'before-inbox-insert'
  | 'before-commit'
  | 'before-group-commit'
  | 'after-group-commit'
  | 'after-commit'
  | 'after-ack'
  | 'after-claim'
  | 'before-reply'
  | 'after-publish'
  | 'between-messages'
  | 'after-step-1'
  | 'after-step-2'
  | 'after-step-3';

/** One of the list, or a saga's own: `<saga>:<where>`. */
export type CrashPoint = Place | `${string}:${string}`;

const passages = new Map<CrashPoint, number>();

/**
 * Kills this process if `CRASH_AT` names the point, or `<point>@<n>` its n-th passage. SIGKILL, because
 * only that leaves no chance to tidy up. Never in production.
 */
export function crashPoint(point: CrashPoint): void {
  const wanted = process.env['CRASH_AT'];
  if (wanted === undefined || process.env['NODE_ENV'] === 'production') return;
  const [name, nth] = wanted.split('@');
  if (name !== point) return;
  const passage = (passages.get(point) ?? 0) + 1;
  passages.set(point, passage);
  if (passage === Number(nth ?? 1)) process.kill(process.pid, 'SIGKILL');
}

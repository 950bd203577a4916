import { RateLimit } from '../limits/rate-limit';

/** What looks like somebody who tries keys at every door, found in the answers. docs/operations/runbooks/suspicions.md. */

const WINDOW_MS = 600_000;
/** Each kind begins after so many in ten minutes: more than a person or an office does by mistake. */
const MOST = {
  /** Wrong codes, of any number, from one address. */
  wrong_codes: 20,
  wrong_codes_everywhere: 500,
  /** 401 to one address. A client whose log-in ended asks a few times and stops. */
  strangers: 300,
  strangers_everywhere: 5_000,
  /** Look-ups at the desk by one member of staff: two a minute, for five people at the window at once, are a hundred. */
  desk_look_ups: 100,
};

export type Suspicion = keyof typeof MOST;
export const SUSPICIONS = Object.keys(MOST) as Suspicion[];

const WRONG_CODES = ['CODE_INVALID', 'SECOND_FACTOR_INVALID', 'PHONE_CHANGE_REFUSED'];
const DESK = '/v1/desk/';

/** An answer as it is judged. `address` and `accountId` are only compared. */
export interface Judged {
  method: string;
  route: string;
  status: number;
  code: string | undefined;
  address: string;
  accountId: string | undefined;
}

/** Counts in windows of ten minutes; what it keeps is a number of each address or account that did any of it, forgotten with the window. */
export class Suspicions {
  private readonly counts = new Map(
    SUSPICIONS.map((kind) => [kind, new RateLimit(MOST[kind], WINDOW_MS)]),
  );

  /** What starts with this answer: each kind once a window for an address, an account, or all together. `nowMs` never goes back. */
  startedBy(answer: Judged, nowMs: number): Suspicion[] {
    return kindsOf(answer)
      .filter(([kind, key]) => this.counts.get(kind)?.count(key, nowMs) === MOST[kind] + 1)
      .map(([kind]) => kind);
  }
}

function kindsOf({
  method,
  route,
  status,
  code,
  address,
  accountId,
}: Judged): [Suspicion, string][] {
  const kinds: [Suspicion, string][] = [];
  if (code !== undefined && WRONG_CODES.includes(code))
    kinds.push(['wrong_codes', address], ['wrong_codes_everywhere', '']);
  else if (status === 401) kinds.push(['strangers', address], ['strangers_everywhere', '']);
  if (method === 'GET' && route.startsWith(DESK) && accountId !== undefined && status !== 403)
    kinds.push(['desk_look_ups', accountId]);
  return kinds;
}

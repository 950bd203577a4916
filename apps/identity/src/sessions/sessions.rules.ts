import { refuse, type Refusal } from '@demerit/contracts';
import type { Session, SessionDocument } from './sessions.types';

/** Rotation of refresh tokens, and how long sessions and their tokens live. Real clock. rules.md §1. */

const REFRESH_LIFE_MS = 30 * 86_400_000;
const SESSION_LIFE_MS = 90 * 86_400_000;
const ACCESS_LIFE_S = 15 * 60;
/** For so long after a rotation the token before it still gets the same new one: its answer may have been lost. */
const ROTATION_GRACE_MS = 10_000;

type Running = Session & Pick<SessionDocument, 'startedAt'>;

/**
 * What presenting the refresh token of a `generation` leads to:
 * `rotate`: the newest token, the next generation begins; `repeat`: the one just rotated, the newest is handed out again;
 * `revoke`: an older one, so that somebody holds a copy and the family ends; `refuse`: there is nothing to renew.
 */
export function rotation(
  session: Running,
  generation: number,
  now: Date,
): 'rotate' | 'repeat' | 'revoke' | 'refuse' {
  if (now >= session.expiresAt) return 'refuse';
  // Of one that was begun by an earlier version, `expiresAt` may be later.
  if (now >= endOf(session.startedAt)) return 'refuse';
  if (generation > session.generation) return 'refuse';
  if (generation === session.generation) return 'rotate';
  const isJustRotated = generation === session.generation - 1;
  const isInGrace = now.getTime() - session.rotatedAt.getTime() <= ROTATION_GRACE_MS;
  return isJustRotated && isInGrace ? 'repeat' : 'revoke';
}

/** The session after a rotation, or, with generation 1, at its begin. */
export function begin(generation: number, now: Date, startedAt: Date): Session {
  const endMs = Math.min(now.getTime() + REFRESH_LIFE_MS, endOf(startedAt).getTime());
  return { generation, rotatedAt: now, expiresAt: new Date(endMs) };
}

/** Seconds that an access token made now lives: it does not outlive its session. */
export function accessLifeS(startedAt: Date, now: Date): number {
  const restMs = endOf(startedAt).getTime() - now.getTime();
  return Math.min(ACCESS_LIFE_S, Math.floor(restMs / 1_000));
}

/** A session ends for good so long after its log-in, however often it is renewed. */
function endOf(startedAt: Date): Date {
  return new Date(startedAt.getTime() + SESSION_LIFE_MS);
}

/** Of whom no log-in is noted there is nothing to compare a device with. */
export function isNewDevice(before: { isNoted: boolean; areOthers: boolean }): boolean {
  return !before.isNoted && before.areOthers;
}

/** One answer for forged, expired, ended and used again: whoever presents it logs in anew. */
export function invalidToken(): Refusal {
  return refuse('REFRESH_TOKEN_INVALID');
}

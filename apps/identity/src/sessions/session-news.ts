import type { Events } from '@demerit/contracts';
import { Outbox } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { DenialsStore } from '../denials/denials.store';
import { DevicesStore } from './devices.store';
import { isNewDevice } from './sessions.rules';
import { SessionsStore } from './sessions.store';
import type { SessionDocument } from './sessions.types';

/** The begin and the end of sessions, each with what is said of it, in the transaction given. Tokens of one that ended are denied. */
@Injectable()
export class SessionNews {
  constructor(
    private readonly sessions: SessionsStore,
    private readonly devices: DevicesStore,
    private readonly denials: DenialsStore,
    private readonly outbox: Outbox<Events>,
  ) {}

  async open(row: SessionDocument, device: string | undefined, session: ClientSession) {
    const { _id: sessionId, accountId, startedAt } = row;
    await this.sessions.insert(row, session);
    const newDevice =
      device !== undefined &&
      isNewDevice(await this.devices.note(accountId, device, startedAt, session));
    await this.outbox.add(session, {
      type: 'session.opened',
      key: sessionId,
      seq: 1,
      payload: { accountId, sessionId, newDevice, at: startedAt.toISOString() },
    });
  }

  /** False when it is not the account's, or not there. */
  async end(accountId: string, sessionId: string, session: ClientSession): Promise<boolean> {
    if (!(await this.sessions.remove(accountId, sessionId, session))) return false;
    await this.sayEnded(accountId, [sessionId], session);
    return true;
  }

  /** Which there were. */
  async endAll(accountId: string, session: ClientSession): Promise<string[]> {
    return this.endThese(accountId, await this.sessions.idsOf(accountId, session), session);
  }

  /** Those that have shown the second factor. */
  async endWithSecondFactor(accountId: string, session: ClientSession): Promise<void> {
    const sessionIds = await this.sessions.idsWithSecondFactor(accountId, session);
    await this.endThese(accountId, sessionIds, session);
  }

  private async endThese(
    accountId: string,
    sessionIds: string[],
    session: ClientSession,
  ): Promise<string[]> {
    await this.sessions.removeAll(sessionIds, session);
    await this.sayEnded(accountId, sessionIds, session);
    return sessionIds;
  }

  private async sayEnded(accountId: string, sessionIds: string[], session: ClientSession) {
    await this.denials.addSessions(sessionIds, session);
    const at = new Date().toISOString();
    await this.outbox.add(
      session,
      sessionIds.map((sessionId) => ({
        type: 'session.ended' as const,
        key: sessionId,
        seq: 2,
        payload: { accountId, sessionId, at },
      })),
    );
  }
}

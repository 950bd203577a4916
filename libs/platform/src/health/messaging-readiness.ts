import { MessagingHealth } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { Readiness } from './readiness';

/** The broker is up while this process's own consumers are live; the relay's backlog is shown, but does not make the service unready. */
@Injectable()
export class MessagingReadiness {
  constructor(readiness: Readiness, health: MessagingHealth) {
    readiness.add('broker', () => {
      if (!health.connected) throw new Error('not connected');
      if (!health.consuming) throw new Error('not consuming');
    });
    readiness.add('relay', () => health.relay);
  }
}

import { SERVICES } from '@demerit/contracts';
import { EventLog } from '@demerit/messaging';
import { Readiness } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { GatewayConfig } from '../http/gateway.config';
import { Denials } from '../http/logins/denials';

const TIMEOUT_MS = 700;
/** Callers within this time of each other share one question, so that many of them are no flood for the services behind. */
const SHARED_MS = 250;

/** The gateway is ready while every program behind it is, asked over their own HTTP, all at the same time, and while it follows the event log and knows whose tokens are denied. */
@Injectable()
export class Dependencies {
  constructor(readiness: Readiness, config: GatewayConfig, log: EventLog, denials: Denials) {
    readiness.add('event-log', () => {
      if (!log.isFollowing) throw new Error('not followed');
    });
    readiness.add('denials', () => {
      if (!denials.areComplete) throw new Error('not known yet');
    });
    const urls: Record<string, string> = {
      identity: config.identityUrl,
      vehicles: config.vehiclesUrl,
      violations: config.violationsUrl,
      payments: config.paymentsUrl,
      ledger: config.ledgerUrl,
    };
    for (const service of SERVICES)
      readiness.add(
        service,
        shared(() => ask(urls[service] ?? '')),
      );
    if (config.sandbox)
      readiness.add(
        'payment-sandbox',
        shared(() => ask(config.paymentSandboxUrl)),
      );
  }
}

async function ask(url: string): Promise<void> {
  const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`not ready (${response.status})`);
}

function shared(question: () => Promise<void>): () => Promise<void> {
  let askedAtMs = -Infinity;
  let answer = Promise.resolve();
  return () => {
    if (performance.now() - askedAtMs >= SHARED_MS) {
      askedAtMs = performance.now();
      answer = question();
    }
    return answer;
  };
}

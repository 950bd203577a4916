import { refuse } from '@demerit/contracts';
import {
  refusalOf,
  currentRequestId,
  RequestRefused,
  ServiceUnavailable,
  traceHeaders,
} from '@demerit/messaging';
import { INTERNAL_TOKEN_HEADER, REQUEST_ID_HEADER } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { GatewayConfig } from './gateway.config';

/** Of the answer with its body: a file goes on as fast as its reader takes it, at 20 kB a second at least. */
const LONGEST_MS = 300_000;

/** HTTP between Demerit's own programs: for bytes, which do not belong on a queue, and for the payment sandbox, which has none. */
@Injectable()
export class InternalHttp {
  constructor(private readonly config: GatewayConfig) {}

  /**
   * The answer of a success, whose head is there in time; its body may take longer. Rejects as `Services.ask` does: with the refusal that the other side answered, or with ServiceUnavailable. Where
   * `init` has a signal, it says that nobody waits any longer.
   */
  async call(
    service: string,
    url: string,
    init: RequestInit,
    timeoutMs = this.config.askTimeoutMs,
  ): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set(INTERNAL_TOKEN_HEADER, this.config.internalToken);
    headers.set(REQUEST_ID_HEADER, currentRequestId() ?? '');
    for (const [name, value] of Object.entries(traceHeaders())) headers.set(name, value);
    const head = new AbortController();
    const late = setTimeout(() => head.abort(new Error('no answer in time')), timeoutMs);
    const signals = [head.signal, AbortSignal.timeout(LONGEST_MS), init.signal ?? []].flat();
    const signal = AbortSignal.any(signals);
    try {
      const response = await fetch(url, { ...init, headers, signal }).catch((error: unknown) => {
        // Nobody hears it; that the service did not answer would be said of it.
        if (init.signal?.aborted) throw refuse('RATE_LIMITED');
        throw new ServiceUnavailable(service, String(error));
      });
      if (response.ok) return response;
      const refusal = refusalOf(await response.json().catch(() => undefined));
      if (refusal) throw new RequestRefused(refusal);
      throw new ServiceUnavailable(service, `it answered ${response.status}`);
    } finally {
      clearTimeout(late);
    }
  }
}

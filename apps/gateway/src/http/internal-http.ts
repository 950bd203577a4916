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

/** HTTP between Demerit's own programs: for bytes, which do not belong on a queue, and for the payment sandbox, which has none. */
@Injectable()
export class InternalHttp {
  constructor(private readonly config: GatewayConfig) {}

  /** The answer of a success. Rejects as `Services.ask` does: with the refusal that the other side answered, or with ServiceUnavailable. */
  async call(service: string, url: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set(INTERNAL_TOKEN_HEADER, this.config.internalToken);
    headers.set(REQUEST_ID_HEADER, currentRequestId() ?? '');
    for (const [name, value] of Object.entries(traceHeaders())) headers.set(name, value);
    const signal = AbortSignal.timeout(this.config.askTimeoutMs);
    const response = await fetch(url, { ...init, headers, signal }).catch((error: unknown) => {
      throw new ServiceUnavailable(service, String(error));
    });
    if (response.ok) return response;
    const refusal = refusalOf(await response.json().catch(() => undefined));
    if (refusal) throw new RequestRefused(refusal);
    throw new ServiceUnavailable(service, `it answered ${response.status}`);
  }
}

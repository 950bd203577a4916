import type { Caller, CommandKey, DocumentInfo } from '@demerit/contracts';
import { Injectable } from '@nestjs/common';
import { GatewayConfig } from '../http/gateway.config';
import { InternalHttp } from '../http/internal-http';
import type { Upload } from './uploads';

/** A file waits for its turn to be checked, and is checked. */
const STORE_TIMEOUT_MS = 15_000;

/** Documents, which identity keeps. Their bytes go over HTTP and never over a queue. */
@Injectable()
export class DocumentStore {
  constructor(
    private readonly http: InternalHttp,
    private readonly config: GatewayConfig,
  ) {}

  /** Identity compares kind and file under the idempotency key by itself. */
  async store(
    { accountId }: Caller,
    { kind, content }: Upload,
    { key, gone }: { key: CommandKey | undefined; gone: AbortSignal },
  ): Promise<DocumentInfo> {
    const headers = {
      'content-type': 'application/octet-stream',
      'x-account-id': accountId,
      'x-document-kind': kind,
      ...(key && { 'x-idempotency-id': key.id }),
    };
    const init = { method: 'POST', headers, body: content, signal: gone };
    const timeoutMs = Math.max(this.config.askTimeoutMs, STORE_TIMEOUT_MS);
    const response = await this.http.call('identity', this.urlOf(''), init, timeoutMs);
    return (await response.json()) as DocumentInfo;
  }

  /** The answer with its bytes still to come. */
  read({ accountId, roles }: Caller, documentId: string): Promise<Response> {
    const reader = new URLSearchParams({ accountId, roles: roles.join(',') });
    const url = this.urlOf(`/${documentId}?${reader.toString()}`);
    return this.http.call('identity', url, { method: 'GET' });
  }

  private urlOf(rest: string): string {
    return `${this.config.identityUrl}/internal/documents${rest}`;
  }
}

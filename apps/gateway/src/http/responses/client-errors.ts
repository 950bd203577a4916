import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { refuse, wording } from '@demerit/contracts';
import { newId, REQUEST_ID_HEADER, type FieldError } from '@demerit/platform';
import { Logger } from '@nestjs/common';
import { networkOf } from '../addresses/network';
import { languageOf } from '../requests/accept-negotiation';
import { hashed } from '../watch/address-hash';
import { problemOf } from './refusals.http';

const logger = new Logger('Http');

/** What Node's reader of HTTP says: its code, and the bytes at which it stopped. `language`: where the headers were read. */
interface ClientError extends Error {
  code?: string;
  rawPacket?: unknown;
  language?: string;
}

/** Answers what Node refuses before there is a request, such as an address with signs that are not percent-encoded. */
export function clientErrorHandler(error: ClientError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable) socket.write(answerTo(error, socket.remoteAddress));
  socket.destroy(error);
}

/** Those that HTTP has a status of its own for, which proxies and clients act on. */
const STATUSES: Partial<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

function answerTo({ code = '', rawPacket, ...error }: ClientError, from?: string): string {
  const head = Buffer.isBuffer(rawPacket) ? rawPacket.toString('latin1') : '';
  const asked = error.language ?? /^accept-language:(.*)$/im.exec(head)?.[1]?.trim();
  const language = languageOf(asked);
  const refusal = refuse('VALIDATION_FAILED', { errors: [wrongWith(code)] }).refusal;
  const { problem } = problemOf(refusal, newId('req'), language);
  const status = STATUSES[code] ?? problem.status;
  const body = JSON.stringify({ ...problem, status });
  // Behind a proxy the address is the proxy's: who it was for stands in a head that nobody could read.
  const { requestId } = problem;
  const address = hashed(networkOf(from));
  logger.log({ msg: 'answered', route: 'none', status, refusal: problem.code, requestId, address });
  const headers = {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'content-language': language,
    vary: 'accept-language',
    'cache-control': 'no-store',
    [REQUEST_ID_HEADER]: requestId,
    connection: 'close',
  };
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ].join('\r\n');
}

function wrongWith(code: string): FieldError {
  switch (code) {
    case 'HPE_INVALID_URL':
      return { field: 'path', message: wording('form.percent_encoded', { field: 'path' }) };
    case 'HPE_HEADER_OVERFLOW':
      return { field: 'headers', message: wording('form.too_large', { field: 'headers' }) };
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { field: 'request', message: wording('form.too_slow', { field: 'request' }) };
    default:
      return { field: 'request', message: wording('form.no_http', { field: 'request' }) };
  }
}

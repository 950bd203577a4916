import { refuse, toStaff, wording, type RefusalCode } from '@demerit/contracts';
import { refusalOf, ServiceUnavailable, type RefusalBody } from '@demerit/messaging';
import { newId, recordRefusal, REQUEST_ID_HEADER, type FieldError } from '@demerit/platform';
import {
  Catch,
  HttpException,
  Logger,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { throwError, type Observable } from 'rxjs';
import { languageOf } from '../requests/accept-negotiation';
import { isForStaff } from '../requests/access';
import { notUtf8 } from '../requests/text';
import { problemOf } from './refusals.http';

/** What Nest and Fastify refuse by themselves, by their status; every other 4xx is a request that is not well formed. */
const CODE_OF_STATUS: Partial<Record<number, RefusalCode>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'ROUTE_NOT_FOUND',
  405: 'ROUTE_NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  414: 'ROUTE_NOT_FOUND',
  429: 'RATE_LIMITED',
};
const UNKNOWN_OUTCOME: RefusalBody = { code: 'SERVICE_UNAVAILABLE' };

/** Turns everything thrown into problem+json. What nobody foresaw is logged and answered 503: its outcome is unknown too. */
@Catch()
export class ProblemsFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(thrown: unknown, host: ArgumentsHost): Observable<never> | undefined {
    // Of an event the transport decides; it wants the error that its own envelope holds.
    if (host.getType() !== 'http')
      return throwError(() => (thrown instanceof RpcException ? thrown.getError() : thrown));
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent || reply.raw.headersSent) return undefined;
    const request = http.getRequest<FastifyRequest>();
    const refusal =
      refusalOf(thrown) ??
      refusalOfFramework(thrown) ??
      brokenOff(thrown, request) ??
      this.failure(thrown, http);
    sendProblem(reply, refusal);
    return undefined;
  }

  private failure(
    thrown: unknown,
    http: { getRequest: () => Pick<FastifyRequest, 'method' | 'routeOptions'> },
  ): RefusalBody {
    const { method, routeOptions } = http.getRequest();
    const route = `${method} ${String(routeOptions.url)}`;
    if (!(thrown instanceof ServiceUnavailable)) {
      this.logger.error({ msg: 'unexpected', route, err: thrown });
      return UNKNOWN_OUTCOME;
    }
    const { service, reason: why, retryAfterSeconds } = thrown;
    this.logger.warn({ msg: 'no answer', route, service, why });
    if (retryAfterSeconds === undefined) return UNKNOWN_OUTCOME;
    return { ...UNKNOWN_OUTCOME, retryAfterSeconds, detail: wording('service.busy') };
  }
}

/** Answers a request that Fastify refuses before it has a route, so before any hook: an address that is no UTF-8 text, or not percent-encoded, or has an id longer than any. */
export function frameworkErrors(
  error: Error & { code?: string },
  _request: FastifyRequest,
  reply: FastifyReply,
): void {
  void reply.header(REQUEST_ID_HEADER, newId('req'));
  const isLong = error.code === 'FST_ERR_MAX_PARAM_LENGTH';
  const wrong = isLong
    ? { field: 'path', message: wording('form.too_large', { field: 'path' }) }
    : notUtf8('path');
  sendProblem(reply, refuse('VALIDATION_FAILED', { errors: [wrong] }).refusal);
}

function sendProblem(reply: FastifyReply, refusal: RefusalBody): void {
  const requestId = String(reply.getHeader(REQUEST_ID_HEADER));
  const language = languageOf(reply.request.headers['accept-language']);
  // Rules do not know who asks.
  const said = isForStaff(reply.request.routeOptions.config.access) ? toStaff(refusal) : refusal;
  const { problem, retryAfterSeconds } = problemOf(said, requestId, language);
  recordRefusal(reply, problem.code);
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds);
  if (problem.code === 'UNAUTHENTICATED') void reply.header('www-authenticate', 'Bearer');
  // Where there is no route, nobody has said it before.
  void reply.header('cache-control', 'no-store');
  void reply.header('content-language', language).header('vary', 'accept-language');
  void reply.status(problem.status).type('application/problem+json').send(problem);
}

/** Whoever breaks off a body hears no answer, and it is no failure of ours, or anybody could fill the log with them. */
function brokenOff(thrown: unknown, { raw }: FastifyRequest): RefusalBody | undefined {
  const { code } = (thrown ?? {}) as { code?: unknown };
  if (code !== 'ECONNRESET' || raw.complete) return undefined;
  const errors = [{ field: 'body', message: wording('form.body_unread') }];
  return refuse('VALIDATION_FAILED', { errors }).refusal;
}

function refusalOfFramework(thrown: unknown): RefusalBody | undefined {
  if (!(thrown instanceof HttpException)) return undefined;
  const status = thrown.getStatus();
  const response = thrown.getResponse();
  if (isHealthReport(response))
    return { ...UNKNOWN_OUTCOME, ...response, detail: wording('health.not_ready') };
  if (status >= 500) return undefined;
  if (status === 415)
    return refuse('UNSUPPORTED_MEDIA_TYPE', { nextStep: wording('request.send_json') }).refusal;
  const code = CODE_OF_STATUS[status];
  if (code) return refuse(code).refusal;
  const errors = fieldErrorsIn(response) ?? [
    { field: 'body', message: wording('form.body_unread') },
  ];
  return refuse('VALIDATION_FAILED', { errors }).refusal;
}

/** What a failed `/health/ready` says of each dependency. */
function isHealthReport(response: string | object): response is { details: object } {
  return typeof response === 'object' && 'details' in response;
}

/** As platform's validation names them. */
function fieldErrorsIn(response: string | object): FieldError[] | undefined {
  const isField = (value: unknown): value is FieldError =>
    typeof value === 'object' && value !== null && 'field' in value && 'message' in value;
  if (typeof response === 'string' || !('errors' in response) || !Array.isArray(response.errors))
    return undefined;
  return response.errors.filter(isField);
}

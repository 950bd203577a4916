import type { Readable } from 'node:stream';
import { accepted, ROLES, type DocumentInfo, type Role } from '@demerit/contracts';
import { InternalErrors, InternalGuard } from '@demerit/platform';
import {
  Controller,
  Get,
  Param,
  Post,
  Query,
  Req,
  Res,
  StreamableFile,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptKind } from './documents.rules';
import { DocumentsService } from './documents.service';

/** Bytes come as `application/octet-stream`, whatever they are, and are not gathered before they are counted. */
export function takeBytes(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addContentTypeParser('application/octet-stream', (_request, payload, done) => {
    done(null, payload);
  });
}

/**
 * Documents never cross the queues, only their ids do: the gateway brings and fetches the bytes here.
 * `POST`: body = the bytes, headers `x-account-id`, `x-document-kind`, `x-idempotency-id?` → 201 DocumentInfo.
 * `GET :id?accountId=&roles=reviewer,officer` → 200 the bytes. Both 422 `{refusal}`, 503 `{failure: true}`.
 */
@Controller('internal/documents')
@UseGuards(InternalGuard)
@UseFilters(InternalErrors)
export class DocumentBytesController {
  constructor(private readonly documents: DocumentsService) {}

  @Post()
  async upload(
    @Req() request: FastifyRequest<{ Body: Readable }>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DocumentInfo> {
    const { headers } = request;
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    return this.documents.upload({
      accountId: headerOf(headers, 'x-account-id') ?? '',
      kind: accepted(acceptKind(headerOf(headers, 'x-document-kind'))),
      content: request.body,
      ...lengthIn(headers),
      idempotencyId: headerOf(headers, 'x-idempotency-id'),
      gone: gone.signal,
    });
  }

  @Get(':documentId')
  async read(
    @Param('documentId') documentId: string,
    @Query('accountId') accountId: string,
    @Query('roles') roles = '',
  ): Promise<StreamableFile> {
    const reader = { accountId, roles: roles.split(',').filter(isRole) };
    const { mediaType, content } = await this.documents.read(documentId, reader);
    return new StreamableFile(content, { type: mediaType, length: content.length });
  }
}

function lengthIn(headers: FastifyRequest['headers']): { length?: number } {
  const length = Number(headers['content-length']);
  return Number.isInteger(length) && length >= 0 ? { length } : {};
}

function headerOf(headers: FastifyRequest['headers'], name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}

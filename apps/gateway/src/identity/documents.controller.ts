import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { DOCUMENT_KINDS, DocumentInfo, type Caller, type CommandKey } from '@demerit/contracts';
import { Controller, Get, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AnyRole } from '../http/requests/access';
import { Logins, type Login } from '../http/logins/logins';
import { Key, LoggedIn, Who } from '../http/requests/caller';
import { TakesKey } from '../http/requests/idempotency-key';
import { idOr } from '../http/requests/ids';
import { DocumentStore } from './document-store';
import { UploadPlaces } from './upload-places';
import { readUpload } from './uploads';

@ApiTags('Identity')
@Controller()
export class DocumentsController {
  constructor(
    private readonly documents: DocumentStore,
    private readonly places: UploadPlaces,
    private readonly logins: Logins,
  ) {}

  /** Stores a JPEG, PNG or PDF of at most 5 MiB, recognised by its content. */
  @Post('v1/me/documents')
  @AnyRole()
  @TakesKey()
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['file', 'kind'],
      properties: {
        file: { type: 'string', format: 'binary', description: 'The picture or PDF itself' },
        kind: { type: 'string', enum: [...DOCUMENT_KINDS], description: 'What it shows' },
      },
    },
  })
  async upload(
    @LoggedIn() login: Login,
    @Key() idempotency: CommandKey | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DocumentInfo> {
    const { caller } = login;
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    return this.places.take(caller.accountId, async (place) => {
      // Nobody reads on what it still sends.
      void place.gaveWay.catch(() => reply.header('connection', 'close'));
      const upload = await readUpload(request, place);
      const context = { key: idempotency, gone: gone.signal };
      return place.check(async () => {
        await this.logins.again(login);
        return this.documents.store(caller, upload, context);
      });
    });
  }

  /** The bytes of a document, for its owner, the staff that need it, and, of evidence, whoever sees its violation. */
  @Get('v1/documents/:documentId')
  @AnyRole()
  @ApiProduces('image/jpeg', 'image/png', 'application/pdf')
  @ApiResponse({
    status: 200,
    description: 'The bytes, as they were uploaded',
    schema: { type: 'string', format: 'binary' },
  })
  async read(@Who() caller: Caller, @Param('documentId') id: string): Promise<StreamableFile> {
    const documentId = idOr('DOCUMENT_NOT_FOUND', id);
    const { headers, body } = await this.documents.read(caller, documentId);
    return new StreamableFile(bytesOf(body), {
      type: headers.get('content-type') ?? 'application/octet-stream',
      length: Number(headers.get('content-length')),
      disposition: `attachment; filename="${documentId}"`,
    });
  }
}

/** The answer as it arrives, so that a file is never held whole. */
function bytesOf(body: ReadableStream<Uint8Array> | null): Readable {
  return body ? Readable.fromWeb(body) : Readable.from([]);
}

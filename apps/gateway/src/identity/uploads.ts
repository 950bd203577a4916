import { refuse, wording, type DocumentKind } from '@demerit/contracts';
import { fieldErrors, type FieldError } from '@demerit/platform';
import type { MultipartFile } from '@fastify/multipart';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { UploadForm } from './queries';
import type { UploadPlace } from './upload-places';

/** rules.md §1; identity counts again. */
const MAX_FILE_BYTES = 5 * 1024 * 1024;
const TOO_LARGE = 'FST_REQ_FILE_TOO_LARGE';

export interface Upload {
  kind: DocumentKind;
  content: Buffer<ArrayBuffer>;
}

/** Reads `file` and `kind` of a multipart form, in whichever order they come. Refuses size before type and form. */
export async function readUpload(request: FastifyRequest, place: UploadPlace): Promise<Upload> {
  if (!request.isMultipart()) throw refuse('UNSUPPORTED_MEDIA_TYPE');
  return checked(await partsOf(request, place).catch(refuseForm));
}

interface Parts {
  file?: Buffer<ArrayBuffer>;
  form: Record<string, unknown>;
  unknownFiles: string[];
}

async function partsOf(request: FastifyRequest, place: UploadPlace): Promise<Parts> {
  const limits = { fileSize: MAX_FILE_BYTES, files: 1, fields: 4, fieldSize: 200, parts: 5 };
  const parts: Parts = { form: {}, unknownFiles: [] };
  for await (const part of request.parts({ limits })) {
    if (part.type === 'field') parts.form[part.fieldname] = part.value;
    else {
      const content = await bytesOf(part.file, place);
      if (part.fieldname === 'file') parts.file = content;
      else parts.unknownFiles.push(part.fieldname);
    }
  }
  return parts;
}

async function bytesOf(
  file: MultipartFile['file'],
  place: UploadPlace,
): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of file as AsyncIterable<Buffer>) {
    place.grow(chunk.length);
    chunks.push(chunk);
  }
  if (file.truncated) throw Object.assign(new Error('too large'), { code: TOO_LARGE });
  return Buffer.concat(chunks);
}

/** Whenever a form cannot be read, that is the form's fault: busboy and its plugin throw plain errors then. */
function refuseForm(error: unknown): never {
  const isTooLarge = error instanceof Error && 'code' in error && error.code === TOO_LARGE;
  if (isTooLarge)
    throw refuse('PAYLOAD_TOO_LARGE', { nextStep: wording('documents.at_most_5_mib') });
  const message = wording('form.multipart');
  throw refuse('VALIDATION_FAILED', { errors: [{ field: 'body', message }] });
}

async function checked({ file, form, unknownFiles }: Parts): Promise<Upload> {
  const upload = plainToInstance(UploadForm, form);
  const options = { whitelist: true, forbidNonWhitelisted: true };
  const errors: FieldError[] = [
    ...fieldErrors(await validate(upload, options)),
    ...unknownFiles.map((field) => ({ field, message: wording('form.file', { field }) })),
    ...(file && file.length > 0 ? [] : [{ field: 'file', message: wording('form.empty_file') }]),
  ];
  if (errors.length > 0 || !file) throw refuse('VALIDATION_FAILED', { errors });
  return { kind: upload.kind, content: file };
}

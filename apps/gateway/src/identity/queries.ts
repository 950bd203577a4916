import { DOCUMENT_KINDS, type DocumentKind } from '@demerit/contracts';
import { IsIn } from 'class-validator';

/** The fields of an upload beside its file. */
export class UploadForm {
  @IsIn(DOCUMENT_KINDS) kind: DocumentKind;
}

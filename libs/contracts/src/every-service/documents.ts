import { IsIdList } from '../fields/ids';

/** How many documents identity asks about at once. */
export const DOCUMENTS_ASKED = 200;

/** Identity asks a service which of these documents something there names, so that no other is deleted. `accountIds`: whose they are. */
export class DocumentsNamed {
  @IsIdList(DOCUMENTS_ASKED) documentIds: string[];
  @IsIdList(DOCUMENTS_ASKED) accountIds: string[];
}
export interface NamedDocuments {
  documentIds: string[];
}

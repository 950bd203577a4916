import { IsString, Length } from 'class-validator';
import { IsId } from '../fields/ids';
import { IsOptional } from '../fields/optional';

/** Everything that is held about a person, for that person: `GET /v1/me/export`. Each service answers for its own database. */

/** By what the services know a person. */
export class PersonKeys {
  @IsId() accountId: string;
  @IsId() phoneKey: string;
  /** Of a verified person. */
  @IsOptional() @IsId() personKey?: string;
  /** Of a claimed licence. */
  @IsOptional() @IsId() licenceId?: string;
}

export class OwnDataOf extends PersonKeys {
  /** `next` of the page before. */
  @IsOptional() @IsString() @Length(1, 200) after?: string;
}

/** Some rows of one collection, personal fields in clear. */
export interface OwnDataPage {
  collection: string;
  rows: object[];
  /** Null after the last row of the last collection. */
  next: string | null;
}

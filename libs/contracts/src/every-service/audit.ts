import { IsInt, Max, Min } from 'class-validator';
import { IsId } from '../fields/ids';
import { PageQuery } from '../fields/pages';
import { IsOptional } from '../fields/optional';
import type { Wording } from '../words/languages';

/** What members of staff did: kept by the service that acted, gathered at the gateway. rules.md §1.role. */

/** By who acted, or by what it was done to, or both; else everything. */
export class AuditQuery extends PageQuery {
  /** Only what this account did. */
  @IsOptional() @IsId() actor?: string;
  /** Only what was done to the thing with this id. */
  @IsOptional() @IsId() subject?: string;
}

export class ListAudit {
  @IsOptional() @IsId() actor?: string;
  @IsOptional() @IsId() subject?: string;
  /** Entries older than this one. */
  @IsOptional() @IsId() before?: string;
  @IsInt() @Min(1) @Max(101) rows: number;
}

/** Personal values are masked. */
export class AuditEntry {
  /** The entry. */
  auditId: string;
  /** When it was done. */
  at: string;
  /** The account, or what acted in an account's place. */
  actor: string;
  /** What was done, such as `licence.register`. */
  act: string;
  /** The id of what it was done to. */
  subject: string;
  /** Why, where a reason was given: as it was typed, or what follows from another act. */
  reason?: string | Wording;
  /** The import that it was part of. */
  importId?: string;
  /** Values before, masked; absent where there were none. */
  before?: object;
  /** Values afterwards, masked; absent where there are none. */
  after?: object;
}

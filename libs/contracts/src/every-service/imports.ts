import { ArrayMaxSize, IsArray, IsObject } from 'class-validator';
import { Query } from '../fields/commands';
import { IsId } from '../fields/ids';
import type { RefusalCode } from '../refusals/refusals';

/** Bulk imports of the registers: many rows a message, one event for all of them. */

/** Rows of one message, and of one event. */
export const IMPORT_BATCH_ROWS = 500;

/**
 * A part of an import, in the order of its lines. The rows are what a single object of that register is, but each is checked by itself where it is
 * taken in, so that one that is wrong stops no other.
 */
export class ImportBatch extends Query {
  /** The whole import's, for its audit rows. */
  @IsId() importId: string;
  @IsArray() @ArrayMaxSize(IMPORT_BATCH_ROWS) @IsObject({ each: true }) rows: object[];
}

/** A row that was refused; `row` counts from 0 within its batch. */
export interface RejectedRow {
  row: number;
  code: RefusalCode;
  field?: string;
}

/** All rows that are not rejected are in the register, whether they said something new or not. */
export interface ImportOutcome {
  accepted: number;
  rejected: RejectedRow[];
}

/** A line that an import refused. */
export class RejectedLine {
  /** From 1; blank lines count. */
  line: number;
  /** As the `code` with which the same object is refused when it is sent alone. */
  code: string;
  /** The first field that is wrong, `owner.phone`; absent where it is the line as a whole, or what it says beside what is stored. */
  field?: string;
}

/** What became of an import's lines; all that are not rejected are in the register. */
export class ImportAnswer {
  /** How many lines are in the register, whether they said something new or not. */
  accepted: number;
  /** The lines that were refused, in their order. */
  rejected: RejectedLine[];
}

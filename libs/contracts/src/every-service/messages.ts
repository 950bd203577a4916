import { IsString, Length } from 'class-validator';
import { IsId, IsIdList } from '../fields/ids';
import { IsOptional } from '../fields/optional';

/** What a service said and what it applied, for the operator's `demerit explain`. Never what the messages say: only that there are some. */

/** What it said about a handling or because of a request, and which of these messages it applied. */
export class FindMessages {
  @IsOptional() @IsId() handlingId?: string;
  @IsOptional() @IsString() @Length(1, 128) requestId?: string;
  @IsOptional() @IsIdList(10_000) messageIds?: string[];
}

export interface SaidMessage {
  messageId: string;
  type: string;
  key: string;
  requestId?: string;
  at: string;
  /** Null while it waits in the outbox. */
  publishedAt: string | null;
  /** Failed publishes. */
  attempts: number;
}
interface AppliedMessage {
  messageId: string;
  at: string;
}
export interface MessagesFound {
  said: SaidMessage[];
  applied: AppliedMessage[];
}
